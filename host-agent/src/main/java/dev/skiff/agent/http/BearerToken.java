package dev.skiff.agent.http;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Lets through who knows the token. How long it takes to refuse tells nothing about the token.
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte @Nullable [] expected;

  BearerToken(@Nullable String token) {
    this.expected = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  void check(RoutingContext context) {
    if (expected == null) {
      context.next();
      return;
    }
    String header = context.request().getHeader("authorization");
    String presented = header != null && header.startsWith(SCHEME) ? header : SCHEME;
    byte[] bytes = presented.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    if (MessageDigest.isEqual(expected, bytes)) {
      context.next();
    } else {
      context.response().putHeader("www-authenticate", "Bearer");
      Problems.answer(
          context.response(),
          new HttpFailure(401, "unauthorized", "the agent's token is missing or wrong"));
    }
  }
}
