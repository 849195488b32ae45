package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.contracts.invocation.Timings;
import dev.skiff.gateway.functions.Receipt;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Times;

/// The receipt of an invocation as people read it.
final class InvocationResource {
  private InvocationResource() {}

  static ObjectNode of(Receipt receipt) {
    ObjectNode node =
        Json.object()
            .put("id", receipt.id().toString())
            .put("function", receipt.function().name())
            .put("namespace", receipt.function().namespace())
            .put("state", receipt.state().text())
            .put("attempts", receipt.attempts());
    if (receipt.version() != 0) {
      node.put("version", receipt.version());
    }
    if (receipt.vm() != null) {
      node.put("vm", receipt.vm().toString());
    }
    if (receipt.host() != null) {
      node.put("host", receipt.host().value());
    }
    time(node, "nextAttempt", receipt.nextAt());
    if (!receipt.code().isEmpty()) {
      node.put("code", receipt.code()).put("detail", receipt.detail());
    }
    ObjectNode timings = node.putObject("timings");
    Settled settled = receipt.settled();
    if (settled == null) {
      time(timings, "queued", receipt.queued());
      time(timings, "began", receipt.began());
      return node;
    }
    over(node, timings, settled);
    return node;
  }

  private static void over(ObjectNode node, ObjectNode timings, Settled settled) {
    Timings moments = settled.timings();
    time(timings, "queued", moments.queued());
    time(timings, "dispatched", moments.dispatched());
    time(timings, "placed", moments.placed());
    time(timings, "ready", moments.ready());
    time(timings, "began", moments.began());
    time(timings, "ended", moments.ended());
    if (settled.start() != null) {
      node.put("start", ReceiptHeaders.text(settled.start()));
    }
    if (settled.status() != null) {
      node.put("status", settled.status());
    }
    if (settled.contentType() != null) {
      node.put("contentType", settled.contentType());
    }
    Payload output = settled.output();
    if (output != null && output.text() != null) {
      node.put("output", output.text());
    } else if (output != null) {
      node.put("outputBase64", output.base64());
    }
  }

  private static void time(ObjectNode node, String field, long micros) {
    if (micros != 0) {
      node.put(field, Times.text(micros));
    }
  }
}
