package dev.skiff.core.cell;

import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Codecs;
import java.util.ArrayList;
import java.util.List;

/// Splits a state into chunks that fit into records, filling each as far as it goes.
final class ChunkPacker {
  private static final int FULL = Codec.MAX_BYTES - 1_024;

  private final List<Chunk> chunks = new ArrayList<>();
  private List<Host> hosts = new ArrayList<>();
  private List<Job> jobs = new ArrayList<>();
  private List<Vm> vms = new ArrayList<>();
  private List<StoredKey> keys = new ArrayList<>();
  private List<Ghost> ghosts = new ArrayList<>();
  private List<Namespace> namespaces = new ArrayList<>();
  private int bytes;

  void add(Host host) {
    makeRoom(host);
    hosts.add(host);
  }

  void add(Snapshot.JobVms of) {
    makeRoom(of.job());
    jobs.add(of.job());
    for (Vm vm : of.vms()) {
      makeRoom(vm);
      vms.add(vm);
    }
  }

  void add(Ghost ghost) {
    makeRoom(ghost);
    ghosts.add(ghost);
  }

  void add(StoredKey key) {
    makeRoom(key);
    keys.add(key);
  }

  void add(Namespace namespace) {
    makeRoom(namespace);
    namespaces.add(namespace);
  }

  List<Chunk> finish() {
    close();
    return chunks;
  }

  private void makeRoom(Object entity) {
    int size = Codecs.sizeOf(entity) + 1;
    if (bytes > 0 && bytes + size > FULL) {
      close();
    }
    bytes += size;
  }

  private void close() {
    chunks.add(new Chunk(chunks.size(), hosts, jobs, vms, keys, ghosts, namespaces));
    hosts = new ArrayList<>();
    jobs = new ArrayList<>();
    vms = new ArrayList<>();
    keys = new ArrayList<>();
    ghosts = new ArrayList<>();
    namespaces = new ArrayList<>();
    bytes = 0;
  }
}
