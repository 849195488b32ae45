package dev.skiff.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFileTest {
  @TempDir Path folder;

  @Test
  void shouldRememberTheLatestEndForWatchdogsAndForTheNextAgent() throws Exception {
    LeaseFile lease = lease();
    assertThat(lease.read()).isZero();
    lease.renew(500);
    lease.renew(400);
    lease.write();
    assertThat(Files.readString(lease.path()))
        .isEqualTo("500 " + ProcessIdentity.hostBootId() + "\n");
    assertThat(lease().read()).isEqualTo(500);
  }

  @Test
  void shouldNotTakeTheUptimeOfAnotherBootOrGarbageForALease() throws Exception {
    Files.writeString(lease().path(), "500 another-boot\n");
    assertThat(lease().read()).isZero();
    Files.writeString(lease().path(), "soon " + ProcessIdentity.hostBootId());
    assertThat(lease().read()).isZero();
  }

  private LeaseFile lease() {
    return new LeaseFile(folder.resolve("lease"));
  }
}
