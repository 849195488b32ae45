package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldKeepItsVmsRunning() {
    run(Specs.service(3).spec());

    cell.ended("j0-aaaa.1", 0);
    cell.pass(SECOND);
    cell.startAll();

    assertThat(running()).isEqualTo(3);
    assertThat(cell.vm("j0-aaaa.1").incarnation()).isEqualTo(2);
  }

  @Test
  void shouldReplaceWhatIsLostWithItsHost() {
    run(Specs.service(2).spec());
    cell.join("h2", 1, 64, 262_144);

    cell.lose("h1");
    cell.settle();
    cell.pass(SECOND);
    cell.startAll();

    assertThat(running()).isEqualTo(2);
    assertThat(cell.host("h2").vms()).isEqualTo(2);
  }

  @Test
  void shouldScaleUpAndDown() {
    run(Specs.service(2).spec());

    update(Specs.service(4).spec());
    cell.startAll();
    assertThat(running()).isEqualTo(4);

    update(Specs.service(1).spec());
    assertThat(cell.job(JOB).counts().stopping()).isEqualTo(3);
    cell.endStopping();
    cell.settle();
    assertThat(cell.state.vmsOf(JOB)).extracting(Vm::id).containsExactly(new VmId(JOB, 0));
  }

  @Test
  void shouldNotTakeOneThatComesBackForTheOneThatWentBefore() {
    run(Specs.service(2).spec());
    update(Specs.service(1).spec());
    cell.endStopping();
    cell.settle();

    update(Specs.service(2).spec());

    assertThat(cell.vm("j0-aaaa.1").incarnation()).isEqualTo(2);
    assertThat(cell.ended("h1", 1, new VmId(JOB, 1), 1, 143)).as("the old one's end").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,0,1", "0,1,2", "2,2,3", "1,1,4", "3,0,5", "0,3,6"})
  void shouldChangeItsVmsWithoutTooFewOrTooManyRunning(int surge, int unavailable, long seed) {
    Random random = new Random(seed);
    Specs before = Specs.service(6).updated(surge, unavailable);
    run(before.spec());
    JobSpec after = before.image("skiff/v2").spec();

    update(after);
    for (int i = 0; i < 2_000 && !isDone(after); i++) {
      moveOne(random);
      cell.pass(SECOND / 10);
      if (i == 12) {
        // Another change in the middle of the first.
        after = before.image("skiff/v3").spec();
        update(after);
      }
      assertThat(running()).isBetween(6 - unavailable, 6 + surge);
      assertThat(cell.job(JOB).counts().onHosts()).isLessThanOrEqualTo(6 + surge);
    }

    assertThat(isDone(after)).isTrue();
  }

  @Test
  void shouldStopARollOutWhoseImageNeverRuns() {
    Specs before = Specs.service(4).updated(1, 1);
    run(before.spec());

    update(before.image("skiff/bad").spec());
    for (int i = 0; i < 200; i++) {
      cell.endStopping();
      for (Vm vm : cell.state.vmsOf(JOB)) {
        if (vm.status() == VmStatus.ASSIGNED) {
          cell.report(
              "h1",
              1,
              new Report.VmEnded(
                  vm.id(),
                  vm.incarnation(),
                  ExitStatus.failed("image-not-found", "no such image", cell.now)));
        }
      }
      cell.pass(10 * SECOND);
      assertThat(running()).isEqualTo(3);
    }

    update(before.image("skiff/good").spec());
    for (int i = 0; i < 200 && !isDone(before.image("skiff/good").spec()); i++) {
      cell.startAll();
      cell.endStopping();
      cell.pass(60 * SECOND);
    }
    assertThat(isDone(before.image("skiff/good").spec())).isTrue();
  }

  @Test
  void shouldShrinkAndChangeAtOnceWithoutTooFewRunning() {
    Specs before = Specs.service(6).updated(1, 0);
    run(before.spec());
    JobSpec after = before.count(3).image("skiff/v2").spec();

    update(after);
    for (int i = 0; i < 50 && !isDone(after); i++) {
      assertThat(running()).isGreaterThanOrEqualTo(3);
      cell.endStopping();
      cell.settle();
      assertThat(running()).isGreaterThanOrEqualTo(3);
      cell.startAll();
      cell.settle();
    }

    assertThat(isDone(after)).isTrue();
  }

  @Test
  void shouldCountTheVmsThatItIsToHaveWhenItGrowsAndChangesAtOnce() {
    Specs before = Specs.service(3).updated(1, 1);
    run(before.spec());
    JobSpec after = before.count(5).image("skiff/v2").spec();

    update(after);
    for (int i = 0; i < 50 && !isDone(after); i++) {
      assertThat(running()).isGreaterThanOrEqualTo(3);
      cell.endStopping();
      cell.settle();
      cell.startAll();
      cell.settle();
    }

    assertThat(isDone(after)).isTrue();
  }

  @Test
  void shouldFinishAChangeAroundAVmThatSomebodyStopped() {
    Specs before = Specs.service(3).updated(1, 0);
    run(before.spec());
    cell.request(new Request.StopVm(new VmId(JOB, 2), 0, NEVER));
    cell.endStopping();

    update(before.image("skiff/v2").spec());
    for (int i = 0; i < 20; i++) {
      cell.startAll();
      cell.endStopping();
      cell.settle();
    }

    assertThat(cell.status("j0-aaaa.2")).isEqualTo(VmStatus.EXITED);
    assertThat(cell.job(JOB).older()).isEmpty();
    assertThat(cell.state.vmsOf(JOB)).hasSize(3);
  }

  @Test
  void shouldChangeOnlyTheGenerationThatWasSeen() {
    run(Specs.service(1).spec());
    update(Specs.service(2).spec());

    CellEvent.Outcome outcome =
        cell.request(new Request.UpdateJob(JOB, Specs.service(3).spec(), 1, NEVER));

    assertThat(outcome.code()).isEqualTo(OutcomeCode.CONFLICT);
    assertThat(outcome.detail()).contains("generation 2");
    assertThat(cell.job(JOB).spec().count()).isEqualTo(2);
  }

  @Test
  void shouldNotChangeJobsNorWhatCannotChange() {
    cell.submit("j0-bbbb", Specs.of(1).spec());
    run(Specs.service(1).named("web").spec());

    assertThat(
            cell.request(
                    new Request.UpdateJob(new JobId("j0-bbbb"), Specs.of(2).spec(), null, NEVER))
                .code())
        .isEqualTo(OutcomeCode.WRONG_STATE);
    for (JobSpec spec :
        List.of(
            Specs.service(1).named("other").spec(),
            Specs.service(1).named("web").in("other").spec(),
            Specs.service(1).named("web").exclusive().spec(),
            Specs.service(1).named("web").priority(7).spec())) {
      assertThat(cell.request(new Request.UpdateJob(JOB, spec, null, NEVER)).code())
          .isEqualTo(OutcomeCode.WRONG_STATE);
    }
  }

  @Test
  void shouldEndWithItsVmsWhenItIsCancelled() {
    run(Specs.service(2).spec());

    cell.cancel("j0-aaaa");
    cell.settle();
    cell.endStopping();
    cell.pass(60 * SECOND);

    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(cell.state.unfinishedVms()).isZero();
  }

  /// Something that the hosts were told to do is done.
  private void moveOne(Random random) {
    List<Vm> moving =
        cell.state.vmsOf(JOB).stream()
            .filter(vm -> vm.status() == VmStatus.ASSIGNED || vm.status() == VmStatus.STOPPING)
            .toList();
    if (!moving.isEmpty()) {
      Vm vm = moving.get(random.nextInt(moving.size()));
      if (vm.status() == VmStatus.ASSIGNED) {
        cell.started(vm.id().toString());
      } else {
        cell.ended(vm.id().toString(), 143);
      }
    }
  }

  private boolean isDone(JobSpec spec) {
    List<Vm> vms = cell.state.vmsOf(JOB);
    return vms.size() == spec.count()
        && cell.job(JOB).older().isEmpty()
        && vms.stream()
            .allMatch(vm ->
                vm.status() == VmStatus.RUNNING
                    && cell.job(JOB).vmSpec(vm.generation()).equals(spec.vm()));
  }

  private int running() {
    return cell.job(JOB).counts().running();
  }

  private void update(JobSpec spec) {
    assertThat(cell.request(new Request.UpdateJob(JOB, spec, null, NEVER)).code())
        .isEqualTo(OutcomeCode.DONE);
    cell.settle();
  }

  private void run(JobSpec spec) {
    cell.join("h1", 1, 64, 262_144);
    cell.submit("j0-aaaa", spec);
    cell.settle();
    cell.startAll();
  }
}
