package dev.skiff.filters;

import dev.skiff.contracts.invocation.Event;
import io.cloudevents.sql.EvaluationRuntime;
import io.cloudevents.sql.Expression;
import io.cloudevents.sql.Parser;
import io.cloudevents.sql.Result;

/// An expression in CloudEvents SQL 1.0. Immutable and safe for concurrent use.
public final class CesqlExpression {
  /// Characters of an expression.
  public static final int MAX_LENGTH = 2_048;

  private final Expression expression;

  private CesqlExpression(Expression expression) {
    this.expression = expression;
  }

  /// @throws ExpressionException when the text is none, or one whose functions are not known
  public static CesqlExpression parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new ExpressionException(
          MAX_LENGTH + 1,
          "%d characters (expected: at most %d)".formatted(text.length(), MAX_LENGTH));
    }
    // The library's own parser fails with faults of its own on some of what is wrong, and passes
    // over characters that it does not know.
    CesqlSyntax.check(text);
    try {
      return new CesqlExpression(Parser.parseDefault(text));
    } catch (RuntimeException refused) {
      throw new ExpressionException(1, String.valueOf(refused.getMessage()));
    }
  }

  /// Whether the expression is true of an event. One that has another value, or none because
  /// something that it needs is missing, is not.
  public boolean isTrueOf(Event event) {
    try {
      Result result = expression.evaluate(EvaluationRuntime.getDefault(), new EventView(event));
      return !result.isFailed() && Boolean.TRUE.equals(result.value());
    } catch (RuntimeException e) {
      return false;
    }
  }
}
