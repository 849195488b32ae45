package dev.skiff.filters;

import io.cloudevents.sql.EvaluationRuntime;
import io.cloudevents.sql.generated.CESQLParserBaseListener;
import io.cloudevents.sql.generated.CESQLParserLexer;
import io.cloudevents.sql.generated.CESQLParserParser;
import io.cloudevents.sql.impl.parser.CaseChangingCharStream;
import java.util.Locale;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.jspecify.annotations.Nullable;

/// Finds the first thing that is wrong with an expression, and where it stands.
final class CesqlSyntax {
  private static final int MAX_DEPTH = 200;

  private CesqlSyntax() {}

  /// @throws ExpressionException when something is
  static void check(String text) {
    FirstError error = new FirstError(text);
    CESQLParserLexer lexer =
        new CESQLParserLexer(new CaseChangingCharStream(CharStreams.fromString(text), true));
    lexer.removeErrorListeners();
    lexer.addErrorListener(error);
    CESQLParserParser parser = new CESQLParserParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(error);
    try {
      ParseTreeWalker.DEFAULT.walk(new Functions(), parser.cesql());
    } catch (StackOverflowError e) {
      throw new ExpressionException(1, "nests too deeply");
    }
  }

  private static final class FirstError extends BaseErrorListener {
    private final String text;

    FirstError(String text) {
      this.text = text;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object offending,
        int line,
        int column,
        String message,
        @Nullable RecognitionException e) {
      // Lines as CloudEvents SQL sees them do not matter to who reads the text as one string.
      int at = column;
      for (int before = 1; before < line; before++) {
        at += text.lines().skip(before - 1).findFirst().orElse("").length() + 1;
      }
      int expected = message.indexOf(" expecting ");
      String found = expected < 0 ? message : message.substring(0, expected);
      throw new ExpressionException(
          at + 1,
          found.replace("'<EOF>'", "end")
              + " (expected: an expression such as type = 'a' AND size > 10)");
    }
  }

  /// Functions that nobody knows make an expression that is never true.
  private static final class Functions extends CESQLParserBaseListener {
    private int depth;

    @Override
    public void enterEveryRule(ParserRuleContext rule) {
      if (++depth > MAX_DEPTH) {
        throw new ExpressionException(rule.getStart().getStartIndex() + 1, "nests too deeply");
      }
    }

    @Override
    public void exitEveryRule(ParserRuleContext rule) {
      depth--;
    }

    @Override
    public void exitFunctionInvocationExpression(
        CESQLParserParser.FunctionInvocationExpressionContext call) {
      String name = call.functionIdentifier().getText().toUpperCase(Locale.ROOT);
      int arguments = call.functionParameterList().expression().size();
      try {
        EvaluationRuntime.getDefault().resolveFunction(name, arguments);
      } catch (IllegalStateException unknown) {
        throw new ExpressionException(
            call.getStart().getStartIndex() + 1,
            "there is no function %s with %d arguments".formatted(name, arguments));
      }
    }
  }
}
