package dev.skiff.agent.vmm.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The snapshots of a host, `<data>/snapshots/<hash>/`, within a budget of disk: those that were
/// not used for longest go first, also under VMs that go on from them, since those have what they
/// need. Safe for concurrent use; one process a folder.
///
/// `snapshot.json` is written last, durably, and its time is when the snapshot was last used. What
/// is there without it was left half made.
public final class SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "snapshot.json";

  private final Path root;
  private final long budgetBytes;
  private final InstantSource clock;
  private final Map<String, Held> held = new HashMap<>();

  private static final class Held {
    final Snapshot snapshot;
    long usedAt;

    Held(Snapshot snapshot, long usedAt) {
      this.snapshot = snapshot;
      this.usedAt = usedAt;
    }
  }

  private SnapshotStore(Path root, long budgetBytes, InstantSource clock) {
    this.root = root;
    this.budgetBytes = budgetBytes;
    this.clock = clock;
  }

  /// @param budgetBytes of disk; the newest snapshot stays also when it alone takes more, and 0 is
  ///   for no snapshots at all
  public static SnapshotStore open(Path root, long budgetBytes, InstantSource clock)
      throws VmmException {
    SnapshotStore store = new SnapshotStore(root.toAbsolutePath().normalize(), budgetBytes, clock);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(store.root, Files::isDirectory)) {
      for (Path folder : folders) {
        store.find(folder);
      }
    } catch (NoSuchFileException e) {
      return store;
    } catch (IOException e) {
      throw VmmException.of(e, "snapshots-unreadable", "looking through " + store.root);
    }
    store.evict(null);
    return store;
  }

  private void find(Path folder) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    try {
      Snapshot snapshot =
          new Snapshot(
              folder, JSON.readValue(Files.readAllBytes(manifest), SnapshotManifest.class), false);
      held.put(
          folder.getFileName().toString(),
          new Held(snapshot, Files.getLastModifiedTime(manifest).toMillis()));
    } catch (IOException e) {
      LOG.info("{}: no whole snapshot; it is removed", folder);
      VmDirectories.remove(new VmDirectory(folder));
    }
  }

  /// Whether VMs are to be restored from snapshots here.
  public boolean isEnabled() {
    return budgetBytes > 0;
  }

  public synchronized boolean holds(SnapshotKey key) {
    return held.containsKey(key.hash());
  }

  public synchronized int size() {
    return held.size();
  }

  /// The snapshot, which is used now.
  public synchronized Optional<Snapshot> use(SnapshotKey key) {
    Held found = held.get(key.hash());
    if (found == null) {
      return Optional.empty();
    }
    found.usedAt = clock.millis();
    try {
      Files.setLastModifiedTime(
          found.snapshot.folder().resolve(MANIFEST), FileTime.fromMillis(found.usedAt));
    } catch (IOException e) {
      LOG.debug("{}: {}", found.snapshot.folder(), e.getMessage());
    }
    return Optional.of(found.snapshot);
  }

  /// An empty folder in which to make a snapshot.
  public VmDirectory prepare(SnapshotKey key) throws IOException {
    VmDirectory place = new VmDirectory(root.resolve(key.hash()));
    VmDirectories.remove(place);
    Files.createDirectories(place.path());
    return place;
  }

  /// Keeps what was made in such a folder. Nothing may run in it any more.
  public Snapshot keep(SnapshotKey key, VmDirectory place, String token)
      throws IOException, InterruptedException {
    Path folder = place.path();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!Snapshot.belongs(file, folder)) {
          Files.delete(file);
        }
      }
    }
    VmDirectories.forgetSockets(place);
    SnapshotManifest manifest =
        new SnapshotManifest(
            key.word(),
            token,
            SnapshotFiles.used(folder),
            SnapshotFiles.checksum(Snapshot.memory(folder)),
            SnapshotFiles.checksum(Snapshot.device(folder)));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        SnapshotFiles.force(file);
      }
    }
    Path fresh = folder.resolve(MANIFEST + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(manifest));
    SnapshotFiles.force(fresh);
    Files.move(fresh, folder.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    SnapshotFiles.force(folder);
    Snapshot snapshot = new Snapshot(folder, manifest, true);
    synchronized (this) {
      held.put(key.hash(), new Held(snapshot, clock.millis()));
    }
    evict(snapshot);
    return snapshot;
  }

  private synchronized void evict(@org.jspecify.annotations.Nullable Snapshot but) {
    long total = held.values().stream().mapToLong(h -> h.snapshot.manifest().bytes()).sum();
    while (total > budgetBytes) {
      Optional<Held> oldest =
          held.values().stream()
              .filter(candidate -> candidate.snapshot != but)
              .min(Comparator.comparingLong(candidate -> candidate.usedAt));
      if (oldest.isEmpty()) {
        return;
      }
      Snapshot victim = oldest.get().snapshot;
      LOG.info(
          "snapshot of {} is deleted: snapshots take {} bytes of disk (expected: at most {})",
          victim.manifest().word(),
          total,
          budgetBytes);
      remove(victim);
      total -= victim.manifest().bytes();
    }
  }

  /// Deletes a snapshot, unless that has been done.
  public synchronized void remove(Snapshot snapshot) {
    if (!held.values().removeIf(candidate -> candidate.snapshot == snapshot)) {
      return;
    }
    try {
      // First what makes it one: half a deletion leaves no snapshot.
      Files.deleteIfExists(snapshot.folder().resolve(MANIFEST));
      VmDirectories.remove(new VmDirectory(snapshot.folder()));
    } catch (IOException e) {
      LOG.warn("{}: could not be deleted: {}", snapshot.folder(), e.getMessage());
    }
  }
}
