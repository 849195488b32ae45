package dev.skiff.loadtests.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.core.placement.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCheckerTest {
  private static final List<NumaHost> HOSTS =
      List.of(
          new NumaHost("s0", "r0", 8, 16, 8, 16),
          new NumaHost("s1", "r0", 8, 16, 8, 16),
          new NumaHost("s2", "r1", 8, 16, 8, 16));

  @Test
  void shouldFindNothingWrongWithWhatIsRight() {
    assertThat(
            violations(
                at(vm(0, 8, 1, Strategy.NONE, "", ""), 0, 0),
                at(vm(1, 8, 1, Strategy.NONE, "", ""), 0, 1),
                at(vm(2, 8, 2, Strategy.AFFINITY, "1", ""), 1, Placed.BOTH),
                at(vm(3, 2, 1, Strategy.AFFINITY, "1", ""), 1, 0),
                at(vm(4, 2, 1, Strategy.FAULT_DOMAIN, "1", "0"), 1, 1),
                at(vm(5, 2, 1, Strategy.FAULT_DOMAIN, "1", "1"), 2, 1),
                new Placed(vm(6, 99, 1, Strategy.NONE, "", ""), Placed.NOWHERE, 0, "too large")))
        .isEmpty();
  }

  @Test
  void shouldFindANodeWithTooMuch() {
    assertThat(
            violations(
                at(vm(0, 8, 1, Strategy.NONE, "", ""), 0, 0),
                at(vm(1, 2, 2, Strategy.NONE, "", ""), 0, Placed.BOTH)))
        .anyMatch(v -> v.contains("s0: 9.0 vCPUs on node 0"));
  }

  @Test
  void shouldFindAVmOnTheWrongNumberOfNodes() {
    assertThat(violations(at(vm(0, 2, 2, Strategy.NONE, "", ""), 0, 1))).hasSize(1);
  }

  @Test
  void shouldFindAffinityOverTwoRacks() {
    assertThat(
            violations(
                at(vm(0, 1, 1, Strategy.AFFINITY, "1", ""), 0, 0),
                at(vm(1, 1, 1, Strategy.AFFINITY, "1", ""), 2, 0)))
        .hasSize(1);
  }

  @Test
  void shouldFindAntiAffinityOnOneServer() {
    assertThat(
            violations(
                at(vm(0, 1, 1, Strategy.ANTI_AFFINITY, "1", ""), 0, 0),
                at(vm(1, 1, 1, Strategy.ANTI_AFFINITY, "1", ""), 0, 1)))
        .hasSize(1);
  }

  @Test
  void shouldFindTwoFaultDomainsInARack() {
    assertThat(
            violations(
                at(vm(0, 1, 1, Strategy.FAULT_DOMAIN, "1", "0"), 0, 0),
                at(vm(1, 1, 1, Strategy.FAULT_DOMAIN, "1", "1"), 1, 1)))
        .hasSize(1);
  }

  @Test
  void shouldMissAVmAndAReason() {
    NumaVm silent = vm(0, 1, 1, Strategy.NONE, "", "");
    NumaVm missing = vm(1, 1, 1, Strategy.NONE, "", "");
    assertThat(
            new RuleChecker(HOSTS)
                .violations(
                    List.of(silent, missing), List.of(new Placed(silent, Placed.NOWHERE, 0, ""))))
        .containsExactly("VM 0 went nowhere without a reason", "VM 1 is missing");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldFindNothingWrongWithWhatTheEngineDoes(long seed) {
    Random random = new Random(seed);
    List<NumaHost> hosts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int cpus = 8 * (1 + random.nextInt(4));
      hosts.add(
          new NumaHost("s" + i, "r" + i / 6, cpus, 2 * cpus, random.nextInt(5) * 8, 4 * cpus));
    }
    List<NumaVm> vms = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Strategy strategy = List.of(Strategy.values()).get(random.nextInt(4));
      vms.add(
          vm(
              i,
              2 * (1 + random.nextInt(6)),
              1 + random.nextInt(2),
              strategy,
              strategy == Strategy.NONE ? "" : "" + random.nextInt(6),
              strategy == Strategy.FAULT_DOMAIN ? "" + random.nextInt(3) : ""));
    }
    List<Placed> placed = new NumaPlacement(hosts, Policy.DEFAULT).place(vms);
    assertThat(new RuleChecker(hosts).violations(vms, placed)).isEmpty();
    assertThat(placed).anyMatch(p -> p.host() != Placed.NOWHERE);
  }

  private static List<String> violations(Placed... placed) {
    return new RuleChecker(HOSTS)
        .violations(List.of(placed).stream().map(Placed::vm).toList(), List.of(placed));
  }

  private static NumaVm vm(
      int row, int cpus, int nodes, Strategy strategy, String group, String domain) {
    return new NumaVm(row, cpus, 2, nodes, strategy, group, domain);
  }

  private static Placed at(NumaVm vm, int host, int node) {
    return new Placed(vm, host, node, "");
  }
}
