package dev.skiff.contracts.checkpoint;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// The values of `skiff.checkpoints`.
public sealed interface CheckpointRecord extends WireRecord {
  /// Written last: the chunks before it make a whole.
  ///
  /// @param position where in the log the state stands
  /// @param chunks how many chunks there are
  /// @param sha256 over the chunks' bytes in order, hex
  @JsonTypeName("manifest/1")
  record Manifest(LogPosition position, int chunks, String sha256) implements CheckpointRecord {}

  /// A part of the state.
  ///
  /// @param index 0 to the manifest's chunks - 1
  @JsonTypeName("chunk/1")
  record Chunk(
      int index,
      List<Host> hosts,
      List<Job> jobs,
      List<Vm> vms,
      List<StoredKey> keys,
      List<Ghost> ghosts,
      List<Namespace> namespaces)
      implements CheckpointRecord {
    public Chunk {
      hosts = List.copyOf(hosts);
      jobs = List.copyOf(jobs);
      vms = List.copyOf(vms);
      keys = List.copyOf(keys);
      ghosts = List.copyOf(ghosts);
      namespaces = List.copyOf(namespaces);
    }
  }
}
