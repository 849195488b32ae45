package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputLogReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;

/// Sends what VMs wrote, and what they write.
final class LogsHandler {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final HostView host;

  LogsHandler(HostView host) {
    this.host = host;
  }

  void handle(RoutingContext context) throws HttpFailure, IOException, InterruptedException {
    LogQuery query = LogQuery.of(context.queryParams());
    RunSnapshot run = Runs.find(host, context.pathParam("vm"), query.incarnation());
    String accept = context.request().getHeader("accept");
    LogFormat format =
        accept != null && accept.contains("application/x-ndjson")
            ? new NdjsonLog()
            : new PlainLog(query.timestamps());
    HttpServerResponse response = context.response();
    try (OutputLogReader reader = host.logs().read(host.directory(run.run()), query.start())) {
      response.closeHandler(_ -> closeQuietly(reader));
      response
          .setChunked(true)
          .putHeader("content-type", format.contentType())
          .putHeader("x-skiff-incarnation", Integer.toString(run.run().incarnation()));
      // The head goes out now, also when there is nothing to say for a while.
      Waits.written(response.writeHead());
      send(reader, query, run, format, response);
      Waits.written(response.end());
    }
  }

  private void send(
      OutputLogReader reader,
      LogQuery query,
      RunSnapshot run,
      LogFormat format,
      HttpServerResponse response)
      throws HttpFailure, IOException, InterruptedException {
    long quietSince = System.nanoTime();
    while (!reader.ended()) {
      OutputChunk chunk = query.follow() ? reader.next(LOOK_AGAIN) : reader.poll();
      if (chunk != null) {
        if (query.wants(chunk.kind())) {
          write(response, format.chunk(chunk));
          quietSince = System.nanoTime();
        }
        continue;
      }
      if (reader.ended()) {
        break;
      }
      if (response.closed() || !query.follow()) {
        return;
      }
      // A VM whose agent was killed with it has no end in its log.
      if (Runs.isOver(host, run)) {
        OutputChunk last = reader.poll();
        if (last == null) {
          break;
        }
        write(response, format.chunk(last));
      } else if (System.nanoTime() - quietSince > KEEP_ALIVE.toNanos()) {
        write(response, format.keepAlive());
        quietSince = System.nanoTime();
      }
    }
    write(response, format.end());
  }

  private static void write(HttpServerResponse response, Buffer buffer)
      throws IOException, InterruptedException {
    if (buffer.length() > 0) {
      Waits.written(response.write(buffer));
    }
  }

  private static void closeQuietly(OutputLogReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
