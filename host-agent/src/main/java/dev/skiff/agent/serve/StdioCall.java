package dev.skiff.agent.serve;

import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmmException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One attempt as one process: the event on its standard input, the result on its standard output,
/// what it says besides in the VM's log.
final class StdioCall implements GuestProcess.Listener {
  private static final long GRACE_SECONDS = 1;
  private static final long LAST_WORD_SECONDS = 5;
  private static final int LAST_WORDS = 200;

  private final MicroVm vm;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final StringBuilder errors = new StringBuilder();
  private final CompletableFuture<CallResult> result = new CompletableFuture<>();

  private StdioCall(MicroVm vm) {
    this.vm = vm;
  }

  /// @throws VmmException when nothing was run
  static CallResult run(
      MicroVm vm, List<String> command, Map<String, String> env, byte[] event, Duration timeout)
      throws VmmException, InterruptedException {
    StdioCall call = new StdioCall(vm);
    GuestProcess process = vm.exec(new ExecSpec(command, env, null, null, false, true), call);
    Thread writer = Thread.ofVirtual().name("event").start(() -> give(process, event));
    try {
      return call.await(process, timeout);
    } finally {
      writer.interrupt();
    }
  }

  /// A function that does not read its event, or not all of it, has its reasons.
  private static void give(GuestProcess process, byte[] event) {
    try {
      process.stdin(event);
      process.closeStdin();
    } catch (VmmException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CallResult await(GuestProcess process, Duration timeout)
      throws VmmException, InterruptedException {
    try {
      CallResult how = result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (Calls.OUTPUT_TOO_LARGE.equals(how.code())) {
        signal(process, Calls.SIGKILL);
      }
      return how;
    } catch (TimeoutException e) {
      end(process);
      return Calls.timedOut(timeout);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the result never fails", e);
    }
  }

  private void end(GuestProcess process) throws InterruptedException {
    signal(process, Calls.SIGTERM);
    if (!ends(GRACE_SECONDS)) {
      signal(process, Calls.SIGKILL);
      ends(LAST_WORD_SECONDS);
    }
  }

  private boolean ends(long seconds) throws InterruptedException {
    try {
      result.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the result never fails", e);
    }
  }

  private static void signal(GuestProcess process, int signal) {
    try {
      process.signal(signal);
    } catch (VmmException e) {
      // The guest is gone, and the process with it.
    }
  }

  @Override
  public void stdout(byte[] data) {
    if (output.size() + data.length > Calls.MAX_OUTPUT) {
      result.complete(Calls.tooLarge());
    } else {
      output.writeBytes(data);
    }
  }

  @Override
  public void stderr(byte[] data) {
    vm.logError(data);
    errors.append(new String(data, StandardCharsets.UTF_8));
    errors.delete(0, Math.max(0, errors.length() - LAST_WORDS));
  }

  @Override
  public void exited(int exitCode) {
    result.complete(
        exitCode == 0
            ? CallResult.succeeded(0, null, output.toByteArray())
            : CallResult.failed(
                exitCode, "exit-nonzero", detail(exitCode), null, output.toByteArray()));
  }

  private String detail(int exitCode) {
    String said = errors.toString().strip();
    String last = said.substring(said.lastIndexOf('\n') + 1);
    return "exit code " + exitCode + (last.isEmpty() ? "" : ": " + last);
  }

  @Override
  public void lost(String reason) {
    result.complete(CallResult.failed(Calls.VM_ENDED, "the VM ended meanwhile: " + reason));
  }
}
