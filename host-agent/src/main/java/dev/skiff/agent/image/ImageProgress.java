package dev.skiff.agent.image;

/// Hears how far a pull or an import is.
@FunctionalInterface
public interface ImageProgress {
  ImageProgress NONE = (phase, doneBytes, totalBytes) -> {};

  enum Phase {
    /// Finding the image and its configuration.
    RESOLVE,
    /// Bringing the layers to this host.
    DOWNLOAD,
    /// Unpacking the layers once to verify and index them.
    CHECK,
    /// Writing the squashfs.
    BUILD
  }

  /// Called at the start and the end of a phase and at most about once per MiB in between, from the
  /// threads that do the work; must return quickly.
  ///
  /// @param totalBytes -1 while unknown
  void update(Phase phase, long doneBytes, long totalBytes);
}
