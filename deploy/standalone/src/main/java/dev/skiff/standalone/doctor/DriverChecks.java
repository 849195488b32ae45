package dev.skiff.standalone.doctor;

import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.drivers.Drivers;
import dev.skiff.agent.vmm.drivers.VmmSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Boots a guest with every driver.
final class DriverChecks {
  private DriverChecks() {}

  /// @param data the fleet's folder, where the verdicts are remembered
  static List<Finding> look(Path data) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    OutputLogs logs = new OutputLogs(OutputLogs.DEFAULT_LIMIT_BYTES, clock);
    return judge(new Drivers(VmmSettings.of(data), logs, clock).probeAll());
  }

  /// One driver that works is enough; KVM that does not is only slow.
  static List<Finding> judge(List<ProbeVerdict> verdicts) {
    boolean any = verdicts.stream().anyMatch(ProbeVerdict::works);
    List<Finding> findings = new ArrayList<>();
    for (ProbeVerdict verdict : verdicts) {
      if (verdict.works()) {
        findings.add(Finding.fine(verdict.driver(), verdict.reason()));
      } else if (any) {
        findings.add(Finding.note(verdict.driver(), verdict.reason(), null));
      } else {
        findings.add(
            Finding.broken(
                verdict.driver(), verdict.reason(), "make build sets up what is missing"));
      }
    }
    return findings;
  }
}
