package dev.skiff.agent.vmm.snapshot;

import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A machine that is ready, on disk. Its files are never written again; a VM that goes on from it
/// maps its memory and keeps that also when the files are deleted.
public final class Snapshot {
  private static final String MEMORY = "ram.bin";
  private static final String DEVICE = "device.state";
  private static final String LAYER = "layer.ext4";

  private final Path folder;
  private final SnapshotManifest manifest;
  private boolean verified;

  /// @param verified whether its files are known to be what was saved
  Snapshot(Path folder, SnapshotManifest manifest, boolean verified) {
    this.folder = folder;
    this.manifest = manifest;
    this.verified = verified;
  }

  /// The guest's memory, in a folder of snapshots.
  public static Path memory(Path folder) {
    return folder.resolve(MEMORY);
  }

  /// The state of the virtual machine's devices and processors.
  public static Path device(Path folder) {
    return folder.resolve(DEVICE);
  }

  Path folder() {
    return folder;
  }

  public Path memory() {
    return memory(folder);
  }

  public Path device() {
    return device(folder);
  }

  public SnapshotManifest manifest() {
    return manifest;
  }

  /// Makes sure, once in an agent's life, that its files are what was saved.
  ///
  /// @throws VmmException `snapshot-corrupt`
  public synchronized void verify() throws VmmException {
    if (verified) {
      return;
    }
    try {
      if (SnapshotFiles.checksum(memory()) != manifest.memoryChecksum()
          || SnapshotFiles.checksum(device()) != manifest.deviceChecksum()) {
        throw new VmmException("snapshot-corrupt", "its files are not what was saved");
      }
    } catch (IOException e) {
      throw VmmException.of(e, "snapshot-corrupt", "reading the snapshot");
    }
    verified = true;
  }

  /// Gives a VM its own copy of what it goes on to write: its disk, and the log of what its command
  /// has printed so far.
  ///
  /// @return the disk
  public Path copyTo(VmDirectory vm) throws IOException, InterruptedException {
    Path place = vm.path().toAbsolutePath();
    List<Path> files = new ArrayList<>(List.of(folder.resolve(LAYER)));
    for (Path log : logs(new VmDirectory(folder))) {
      if (Files.exists(log)) {
        files.add(log);
      }
    }
    SnapshotFiles.copy(files, place);
    return place.resolve(LAYER);
  }

  /// Takes back the copy of the log, for a VM that begins anew.
  public static void forgetLogs(VmDirectory vm) throws IOException {
    for (Path log : logs(vm)) {
      Files.deleteIfExists(log);
    }
  }

  static List<Path> logs(VmDirectory directory) {
    Path log = directory.outputLog();
    return List.of(log, log.resolveSibling(log.getFileName() + ".1"));
  }

  static boolean belongs(Path file, Path folder) {
    return file.equals(memory(folder))
        || file.equals(device(folder))
        || file.equals(folder.resolve(LAYER))
        || logs(new VmDirectory(folder)).contains(file);
  }
}
