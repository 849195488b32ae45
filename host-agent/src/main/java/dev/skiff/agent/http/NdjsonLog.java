package dev.skiff.agent.http;

import dev.skiff.agent.vmm.OutputChunk;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// One JSON object a line, which keeps the streams apart and their times.
final class NdjsonLog implements LogFormat {
  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public Buffer chunk(OutputChunk chunk) {
    JsonObject line =
        new JsonObject()
            .put("at", chunk.at())
            .put("stream", chunk.kind().name().toLowerCase(Locale.ROOT));
    try {
      line.put(
          "text",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(chunk.data())).toString());
    } catch (CharacterCodingException e) {
      line.put("base64", Base64.getEncoder().encodeToString(chunk.data()));
    }
    return line.toBuffer().appendByte((byte) '\n');
  }

  @Override
  public Buffer end() {
    return Buffer.buffer("{\"stream\":\"end\"}\n");
  }

  @Override
  public Buffer keepAlive() {
    return Buffer.buffer("\n");
  }
}
