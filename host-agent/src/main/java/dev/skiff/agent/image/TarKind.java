package dev.skiff.agent.image;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// What a tar entry is, by its type flag alone. The library's own questions also look at the name,
/// and answer that any kind it does not know is a file.
enum TarKind {
  DIRECTORY,
  FILE,
  HARD_LINK,
  SYMLINK,
  FIFO,
  DEVICE,
  SPARSE,
  UNKNOWN;

  static TarKind of(TarArchiveEntry entry) {
    if (entry.isSparse()) {
      return SPARSE;
    }
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_DIR -> DIRECTORY;
      // Before POSIX a directory was a file whose name ends with a slash.
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM ->
          entry.getName().endsWith("/") ? DIRECTORY : FILE;
      case TarConstants.LF_CONTIG -> FILE;
      case TarConstants.LF_LINK -> HARD_LINK;
      case TarConstants.LF_SYMLINK -> SYMLINK;
      case TarConstants.LF_FIFO -> FIFO;
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> DEVICE;
      default -> UNKNOWN;
    };
  }
}
