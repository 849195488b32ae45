package dev.skiff.gateway.agent;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;

/// Keeps uploads in files while they are passed on. Used on event loops.
final class Spool {
  private final Vertx vertx;
  private final Path folder;
  private final long maxBytes;

  /// An upload that was received whole.
  record Spooled(String path, long bytes) {}

  Spool(Vertx vertx, Path folder, long maxBytes) {
    this.vertx = vertx;
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /// Writes a paused request's body to a file.
  ///
  /// @return fails with a [Problem] when it is too large or cannot be written; nothing is left then
  Future<Spooled> take(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length != null && length.length() < 19 && Long.parseLong(length) > maxBytes) {
      return Future.failedFuture(tooLarge());
    }
    return vertx
        .fileSystem()
        .mkdirs(folder.toString())
        .compose(_ ->
            vertx.fileSystem().createTempFile(folder.toString(), "image-", ".part", "rw-------"))
        .compose(path -> receive(request, path))
        .recover(failure -> Future.failedFuture(problem(failure)));
  }

  Future<AsyncFile> open(Spooled file) {
    return vertx.fileSystem().open(file.path(), new OpenOptions().setWrite(false).setCreate(false));
  }

  void drop(Spooled file) {
    vertx.fileSystem().delete(file.path());
  }

  private Future<Spooled> receive(HttpServerRequest request, String path) {
    return vertx
        .fileSystem()
        .open(path, new OpenOptions().setTruncateExisting(true))
        .compose(file -> {
          BoundedWrite bounded = new BoundedWrite(file, maxBytes, this::tooLarge);
          return request.pipeTo(bounded).map(_ -> new Spooled(path, bounded.written()));
        })
        .onFailure(_ -> vertx.fileSystem().delete(path));
  }

  private Problem tooLarge() {
    return Problem.of(
        ProblemCode.BODY_TOO_LARGE, "an image may take " + maxBytes + " bytes at most");
  }

  private static Throwable problem(Throwable failure) {
    return failure instanceof FileSystemException
        ? Problem.of(ProblemCode.DISK_FULL, "the gateway cannot keep it: " + failure.getMessage())
        : failure;
  }
}
