package dev.skiff.agent.serve;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmmException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpStatusClass;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One attempt as one HTTP/1.1 request over one connection into the VM. The codec is the
/// connection's listener's alone once the request was encoded.
final class HttpCall implements GuestProcess.Listener {
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new HttpClientCodec(), new HttpObjectAggregator(Calls.MAX_OUTPUT));
  private final CompletableFuture<CallResult> result = new CompletableFuture<>();

  private HttpCall() {}

  /// @throws VmmException when nothing was sent
  static CallResult run(MicroVm vm, int port, FullHttpRequest request, Duration timeout)
      throws VmmException, InterruptedException {
    HttpCall call = new HttpCall();
    byte[] bytes = call.encode(request);
    GuestProcess connection;
    try {
      connection = vm.connect(port, call);
    } catch (VmmException e) {
      if (e.code().equals(Calls.CONNECTION_FAILED)) {
        return CallResult.failed(Calls.CONNECTION_FAILED, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    Thread writer = Thread.ofVirtual().name("request").start(() -> send(connection, bytes));
    try {
      return call.result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Calls.timedOut(timeout);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the result never fails", e);
    } finally {
      writer.interrupt();
      close(connection);
    }
  }

  private byte[] encode(FullHttpRequest request) {
    codec.writeOutbound(request);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  /// Not closed behind the request: many servers take that for a caller who has left.
  private static void send(GuestProcess connection, byte[] bytes) {
    try {
      connection.stdin(bytes);
    } catch (VmmException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(GuestProcess connection) {
    try {
      connection.signal(Calls.SIGKILL);
    } catch (VmmException e) {
      // It is closed.
    }
  }

  @Override
  public void stdout(byte[] data) {
    if (!result.isDone()) {
      receive(() -> codec.writeInbound(Unpooled.wrappedBuffer(data)));
    }
  }

  @Override
  public void stderr(byte[] data) {}

  /// The other side has closed: what came until now may be a whole answer.
  @Override
  public void exited(int exitCode) {
    if (!result.isDone()) {
      receive(codec::finish);
    }
    result.complete(
        CallResult.failed(
            Calls.CONNECTION_FAILED, "the command closed the connection before it had answered"));
  }

  private void receive(Runnable what) {
    try {
      what.run();
      for (FullHttpResponse response = codec.readInbound();
          response != null;
          response = codec.readInbound()) {
        // What comes before the answer, such as 103 Early Hints, is none.
        if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
          result.complete(resultOf(response));
        }
        response.release();
      }
    } catch (TooLongFrameException e) {
      result.complete(Calls.tooLarge());
    } catch (RuntimeException e) {
      result.complete(
          CallResult.failed(
              Calls.CONNECTION_FAILED, "what the command answered is no HTTP: " + e.getMessage()));
    }
  }

  private static CallResult resultOf(FullHttpResponse response) {
    if (response.decoderResult().isFailure()) {
      return response.decoderResult().cause() instanceof TooLongFrameException
          ? Calls.tooLarge()
          : CallResult.failed(
              Calls.CONNECTION_FAILED, "what the command answered is no HTTP, or not all of it");
    }
    int status = response.status().code();
    String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
    byte[] body = ByteBufUtil.getBytes(response.content());
    return status >= 200 && status < 300
        ? CallResult.succeeded(status, type, body)
        : CallResult.failed(
            status, "http-status", "the command answered " + response.status(), type, body);
  }

  @Override
  public void lost(String reason) {
    result.complete(CallResult.failed(Calls.VM_ENDED, "the VM ended meanwhile: " + reason));
  }
}
