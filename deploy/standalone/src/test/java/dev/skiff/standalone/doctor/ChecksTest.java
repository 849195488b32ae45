package dev.skiff.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.standalone.doctor.Finding.Verdict;
import dev.skiff.standalone.up.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  @TempDir Path folder;

  @Test
  void shouldNameThePackageOfAMissingProgram() throws Exception {
    Path program = Files.writeString(folder.resolve("busybox"), "");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<Finding> findings = new ToolChecks("/nowhere:" + folder).look();
    assertThat(findings)
        .contains(Finding.fine("busybox", program.toString()))
        .anySatisfy(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.BROKEN);
          assertThat(finding.advice()).isEqualTo("apt-get install qemu-system-x86");
        });
  }

  @Test
  void shouldCallKvmThatFailsANoteWhenAnotherDriverWorks() {
    List<Finding> findings =
        DriverChecks.judge(
            List.of(
                new ProbeVerdict("qemu-kvm", false, "the guest hung"),
                new ProbeVerdict("qemu-tcg", true, "a guest booted")));
    assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.NOTE, Verdict.FINE);
  }

  @Test
  void shouldCallItBrokenWhenNoDriverWorks() {
    assertThat(DriverChecks.judge(List.of(new ProbeVerdict("qemu-tcg", false, "no kernel"))))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.BROKEN);
  }

  @Test
  void shouldWarnOfLittleMemory() {
    assertThat(MachineChecks.look(new Machine(2, 1024, 50_000), "amd64", Runtime.version()))
        .anySatisfy(finding -> assertThat(finding.detail()).isEqualTo("only 1024 MiB"));
  }
}
