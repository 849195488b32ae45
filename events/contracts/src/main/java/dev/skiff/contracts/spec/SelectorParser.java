package dev.skiff.contracts.spec;

import dev.skiff.contracts.spec.Requirement.Operator;
import java.util.ArrayList;
import java.util.List;

/// Recursive descent over a selector's text.
final class SelectorParser {
  private static final int MAX_LENGTH = 4096;

  private final String text;
  private int at;

  SelectorParser(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new SelectorSyntaxException(
          text.substring(0, 40) + "...", MAX_LENGTH, "at most 4096 characters");
    }
    this.text = text;
  }

  Selector parse() {
    List<Requirement> requirements = new ArrayList<>();
    skipBlanks();
    if (at == text.length()) {
      return Selector.ALL;
    }
    do {
      requirements.add(requirement());
      skipBlanks();
    } while (take(","));
    if (at < text.length()) {
      throw expected("',' or the end");
    }
    return new Selector(requirements);
  }

  private Requirement requirement() {
    skipBlanks();
    if (take("!")) {
      return new Requirement(word("a label"), Operator.ABSENT, List.of());
    }
    String key = word("a label");
    skipBlanks();
    if (take("!=")) {
      return new Requirement(key, Operator.NOT_EQUAL, List.of(word("a value")));
    }
    if (take("==") || take("=")) {
      return new Requirement(key, Operator.EQUAL, List.of(word("a value")));
    }
    if (takeWord("in")) {
      return new Requirement(key, Operator.IN, values());
    }
    if (takeWord("notin")) {
      return new Requirement(key, Operator.NOT_IN, values());
    }
    return new Requirement(key, Operator.EXISTS, List.of());
  }

  private List<String> values() {
    skipBlanks();
    if (!take("(")) {
      throw expected("'('");
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(word("a value"));
      skipBlanks();
    } while (take(","));
    if (!take(")")) {
      throw expected("',' or ')'");
    }
    return values;
  }

  private String word(String what) {
    skipBlanks();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    return text.substring(start, at);
  }

  private boolean takeWord(String word) {
    int end = at + word.length();
    if (text.startsWith(word, at) && (end == text.length() || !isWord(text.charAt(end)))) {
      at = end;
      return true;
    }
    return false;
  }

  private boolean take(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == ':';
  }

  private SelectorSyntaxException expected(String what) {
    return new SelectorSyntaxException(text, at, what);
  }
}
