package dev.skiff.core.cell;

import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Everything that is true about a cell, at one moment. It shares the entities with the state,
/// which replaces but never changes them: taking one costs a reference for each, and what is
/// costly, to write it down, can be done on another thread while the state moves on.
public final class Snapshot {
  private static final Comparator<JobVms> ARRIVAL =
      Comparator.comparingLong((JobVms of) -> of.job().sequence())
          .thenComparing(of -> of.job().id());

  private final List<Host> hosts;
  private final List<JobVms> jobs;
  private final List<Ghost> ghosts;
  private final List<StoredKey> keys;
  private final List<Namespace> namespaces;

  /// A job and those of its VMs that are there.
  record JobVms(Job job, List<Vm> vms) {}

  Snapshot(
      Collection<Host> hosts,
      List<JobVms> jobs,
      Collection<Ghost> ghosts,
      Collection<StoredKey> keys,
      List<Namespace> namespaces) {
    this.hosts = List.copyOf(hosts);
    this.jobs = jobs;
    this.ghosts = List.copyOf(ghosts);
    this.keys = List.copyOf(keys);
    this.namespaces = namespaces;
  }

  /// In pieces that fit into records; the same for the same state.
  public List<Chunk> toChunks() {
    ChunkPacker packer = new ChunkPacker();
    hosts.forEach(packer::add);
    jobs.stream().sorted(ARRIVAL).forEach(packer::add);
    ghosts.forEach(packer::add);
    keys.forEach(packer::add);
    namespaces.forEach(packer::add);
    return packer.finish();
  }
}
