package dev.skiff.agent.vmm.snapshot;

/// What `snapshot.json` says; without it there is no snapshot.
///
/// @param word what people call it
/// @param token the guest protocol's secret of the machine that was saved, which its clones share
/// @param bytes what it takes on disk
/// @param memoryChecksum CRC32C of `ram.bin`
/// @param deviceChecksum CRC32C of `device.state`
public record SnapshotManifest(
    String word, String token, long bytes, long memoryChecksum, long deviceChecksum) {}
