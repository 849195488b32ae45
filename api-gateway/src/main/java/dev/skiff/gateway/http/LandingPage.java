package dev.skiff.gateway.http;

import io.vertx.ext.web.RoutingContext;

/// What a browser sees at `/`: where things are.
final class LandingPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Skiff</title>
      <h1>Skiff</h1>
      <p>This is the HTTP API of a fleet of microVMs.
      <ul>
      <li><a href="/v1/fleet">/v1/fleet</a>: the fleet in one answer
      <li><a href="/v1/hosts">/v1/hosts</a>, <a href="/v1/cells">/v1/cells</a>
      <li><a href="/v1/jobs">/v1/jobs</a>, <a href="/v1/vms">/v1/vms</a>
      <li><a href="/v1/images">/v1/images</a>
      <li><a href="/openapi.yaml">/openapi.yaml</a>: all of the API
      <li><a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>
      </ul>
      """;

  private LandingPage() {}

  static void send(RoutingContext context) {
    Responder.send(context, Answer.text(200, "text/html; charset=utf-8", PAGE));
  }
}
