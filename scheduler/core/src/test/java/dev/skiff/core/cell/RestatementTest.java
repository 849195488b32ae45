package dev.skiff.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestatementTest {
  private final CellHarness cell = new CellHarness();
  private final Map<HostId, Optional<Host>> hosts = new HashMap<>();
  private final Map<JobId, Optional<Job>> jobs = new HashMap<>();
  private final Map<VmId, Optional<Vm>> vms = new HashMap<>();
  private final Set<String> namespaces = new HashSet<>();

  @Test
  void shouldStateEverythingOnceInSlices() {
    fill();
    Restatement all = new Restatement(cell.state);
    List<Integer> sizes = new ArrayList<>();
    while (!all.isDone()) {
      sizes.add(take(all.next(4)));
    }

    assertThat(sizes).hasSizeGreaterThan(3).allMatch(size -> size <= 4 + 1 + 3);
    assertThat(hosts.values())
        .extracting(Optional::orElseThrow)
        .hasSameElementsAs(cell.state.hosts());
    assertThat(jobs.values())
        .extracting(Optional::orElseThrow)
        .hasSameElementsAs(cell.state.jobs());
    assertThat(vms).hasSize(9);
    assertThat(namespaces).containsExactly("default");
  }

  @Test
  void shouldStateWhatHasChangedMeanwhileAsItIsNowAndLeaveOutWhatIsGone() {
    fill();
    Restatement all = new Restatement(cell.state);
    cell.cancel("j0-aaaa");
    cell.settle();
    cell.endStopping();
    cell.request(new Request.RemoveJob(new JobId("j0-aaaa"), CellHarness.NEVER));
    cell.startAll();
    while (!all.isDone()) {
      take(all.next(4));
    }

    assertThat(jobs).hasSize(2).doesNotContainKey(new JobId("j0-aaaa"));
    assertThat(vms.values())
        .extracting(vm -> vm.orElseThrow().status())
        .containsOnly(VmStatus.RUNNING);
  }

  private void fill() {
    for (int i = 0; i < 5; i++) {
      cell.join("h" + i, 1, 4, 8_192);
    }
    for (String job : List.of("j0-aaaa", "j0-bbbb", "j0-cccc")) {
      cell.submit(job, CellHarness.job(3));
    }
    cell.settle();
  }

  private int take(Changes some) {
    some.hosts().forEach((id, host) -> assertThat(hosts.put(id, host)).isNull());
    some.jobs().forEach((id, job) -> assertThat(jobs.put(id, job)).isNull());
    some.vms().forEach((id, vm) -> assertThat(vms.put(id, vm)).isNull());
    assertThat(some.jobsOfVms().keySet()).isEqualTo(some.jobs().keySet());
    namespaces.addAll(some.namespaces().keySet());
    return some.hosts().size() + some.jobs().size() + some.vms().size() + some.namespaces().size();
  }
}
