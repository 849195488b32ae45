package dev.skiff.gateway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptRecord.PartitionClaim;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import dev.skiff.contracts.invocation.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiptPartitionTest {
  private static final FunctionId F = new FunctionId("default", "f");
  private static final FunctionId G = new FunctionId("default", "g");

  private final List<FunctionId> over = new ArrayList<>();
  private final ReceiptPartition partition = new ReceiptPartition(3, over::add);
  private long seq;

  @BeforeEach
  void claim() {
    partition.read(0, new PartitionClaim("d", "n", -1));
  }

  @Test
  void shouldWakeWhoeverWaitsAndCountTheEndOnce() {
    CompletableFuture<Receipt> waiter = new CompletableFuture<>();
    partition.wrote(7, F, 1, waiter);
    assertThat(partition.find(7).orElseThrow().state()).isEqualTo(Receipt.State.QUEUED);

    progress(0, settled(7, "a"));
    progress(0, settled(7, "a"));

    assertThat(waiter.join().state()).isEqualTo(Receipt.State.SUCCEEDED);
    assertThat(over).containsExactly(F);
    assertThat(partition.waiters()).isZero();
  }

  @Test
  void shouldKnowAnEndThatWasReadBeforeTheBrokersSaidWhere() {
    progress(0, settled(7, "a"));
    CompletableFuture<Receipt> waiter = new CompletableFuture<>();

    partition.wrote(7, F, 1, waiter);

    assertThat(waiter.join().id()).hasToString("i3-7");
    assertThat(over).containsExactly(F);
  }

  @Test
  void shouldCountWhatWasSettledWhileItDidNotRead() {
    partition.wrote(7, F, 1, null);
    partition.wrote(9, G, 1, null);

    progress(8);

    assertThat(over).containsExactly(F);
    partition.wrote(6, F, 1, null);
    assertThat(over).containsExactly(F, F);
    assertThat(partition.settledBelow()).isEqualTo(8);
  }

  @Test
  void shouldFollowAnInvocation() {
    partition.wrote(7, F, 42, null);
    progress(
        0,
        new ReceiptEvent.AttemptBegun(
            7, F, 17, 1, VmId.parse("j0-aaaaaaaa.0"), new HostId("h1"), 5));
    Receipt running = partition.find(7).orElseThrow();
    assertThat(running.state()).isEqualTo(Receipt.State.RUNNING);
    assertThat(running.queued()).isEqualTo(42);
    progress(0, new ReceiptEvent.AttemptFailed(7, F, 1, "timed-out", "too slow", 99));
    Receipt retrying = partition.find(7).orElseThrow();
    assertThat(retrying.state()).isEqualTo(Receipt.State.RETRYING);
    assertThat(retrying.nextAt()).isEqualTo(99);
    assertThat(retrying.version()).isEqualTo(17);
    progress(0, new ReceiptEvent.KeyParked(7, F, "k", 3, "timed-out", "too slow", 9));
    assertThat(partition.find(7).orElseThrow().state()).isEqualTo(Receipt.State.PARKED);
    assertThat(partition.parked(F)).extracting(ParkedKey::key).containsExactly("k");
    assertThat(partition.parked(G)).isEmpty();
    progress(0, settled(7, ""));
    assertThat(partition.parked(F)).isEmpty();
  }

  @Test
  void shouldBelieveNobodyElse() {
    partition.wrote(7, F, 1, null);
    partition.read(5, new Progress(0, "other", 0, 1, 8, 0, List.of(settled(7, "a"))));

    assertThat(partition.find(7).orElseThrow().isOver()).isFalse();
    assertThat(over).isEmpty();
  }

  @Test
  void shouldKeepTheNewestReceipts() {
    for (int i = 0; i < ReceiptPartition.MOST_RECEIPTS + 10; i++) {
      progress(0, settled(i, ""));
    }

    assertThat(partition.find(9)).isEmpty();
    assertThat(partition.find(10)).isPresent();
    assertThat(partition.newest(F, 2))
        .extracting(receipt -> receipt.id().offset())
        .containsExactly(ReceiptPartition.MOST_RECEIPTS + 9L, ReceiptPartition.MOST_RECEIPTS + 8L);
    assertThat(partition.newest(G, 2)).isEmpty();
  }

  @Test
  void shouldKeepNoMoreThanSoManyBytes() {
    String large = "x".repeat(256 * 1024);
    for (int i = 0; i < 100; i++) {
      progress(0, settled(i, large));
    }

    int kept = partition.newest(F, 1_000).size();
    assertThat((long) kept * large.length()).isLessThanOrEqualTo(ReceiptPartition.MOST_BYTES);
    assertThat(kept).isGreaterThan(10);
  }

  private void progress(long settledBelow, ReceiptEvent... events) {
    partition.read(seq + 1, new Progress(0, "n", seq++, 1, settledBelow, 0, List.of(events)));
  }

  private static ReceiptEvent.Settled settled(long offset, String output) {
    return new ReceiptEvent.Settled(
        offset,
        F,
        17,
        Outcome.SUCCEEDED,
        1,
        null,
        null,
        null,
        Timings.UNSEEN,
        0,
        null,
        new Payload(output, null),
        "",
        "");
  }
}
