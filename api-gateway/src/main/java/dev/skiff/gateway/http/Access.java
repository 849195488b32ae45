package dev.skiff.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a request pass when no token is configured, when it carries the token, or when it only asks
/// whether the gateway lives.
final class Access implements Handler<RoutingContext> {
  private static final Set<String> OPEN = Set.of("/healthz", "/readyz");
  private static final String SCHEME = "Bearer ";

  private final byte @Nullable [] token;

  Access(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(UTF_8);
  }

  @Override
  public void handle(RoutingContext context) {
    if (token == null || OPEN.contains(context.request().path()) || carries(context, token)) {
      context.next();
    } else {
      context.fail(
          Problem.of(ProblemCode.UNAUTHORIZED, "send it as Authorization: Bearer <token>")
              .with("WWW-Authenticate", "Bearer"));
    }
  }

  /// In a time that does not depend on how much of the token is right.
  private static boolean carries(RoutingContext context, byte[] token) {
    String header = context.request().getHeader("Authorization");
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(header.substring(SCHEME.length()).getBytes(UTF_8), token);
  }
}
