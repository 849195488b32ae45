package dev.skiff.cli.stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.api.ApiProblemException;
import dev.skiff.cli.api.UnreachableException;
import dev.skiff.cli.api.Vms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a VM's log to its end, taking a broken connection up again where it broke.
public final class LogReader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int BROKEN_WITHOUT_PROGRESS = 10;
  private static final long PAUSE_MILLIS = 200;

  private final Vms vms;
  private final URI url;
  private final LogSink sink;

  public LogReader(Vms vms, URI url, LogPrinter sink) {
    this.vms = vms;
    this.url = url;
    this.sink = sink;
  }

  /// Reads what there is now.
  ///
  /// @param since microseconds since the epoch or RFC 3339; null is the beginning
  /// @param tail only so many lines; null is all
  public void print(String id, @Nullable String since, @Nullable Integer tail)
      throws InterruptedException {
    try (InputStream log = vms.logs(id, false, since, tail)) {
      read(log, new LogPosition());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /// Reads until the VM's present life is over.
  ///
  /// @param since where to begin; null is the beginning
  /// @param tail only so many lines of what is there; null is all
  public void follow(String id, @Nullable String since, @Nullable Integer tail)
      throws InterruptedException {
    LogPosition position = new LogPosition();
    int broken = 0;
    while (true) {
      boolean again = position.started();
      long before = position.count();
      IOException cause = new IOException("the log breaks off");
      try (InputStream log =
          vms.logs(id, true, again ? position.since() : since, again ? null : tail)) {
        if (read(log, position)) {
          return;
        }
      } catch (ApiProblemException e) {
        if (e.problem().code().equals("vm-not-running")) {
          // It ended before it printed anything: an empty log, and its state says why.
          return;
        }
        throw e;
      } catch (IOException e) {
        cause = e;
      }
      broken = position.count() == before ? broken + 1 : 0;
      if (broken == BROKEN_WITHOUT_PROGRESS) {
        throw broken(cause);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /// Whether the end of the log was reached.
  private boolean read(InputStream log, LogPosition position)
      throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        LogChunk chunk = LogChunk.of(JSON.readTree(line));
        if (chunk.kind() == LogChunk.Kind.END) {
          return true;
        }
        if (position.advance(chunk)) {
          sink.accept(chunk);
        }
      }
      return false;
    } catch (IOException e) {
      // An interrupted read of an answer shows as a broken one.
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("reading a log").initCause(e);
      }
      throw e;
    }
  }

  private UnreachableException broken(IOException cause) {
    return new UnreachableException(url, false, cause);
  }
}
