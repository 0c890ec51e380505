package io.tidepost.base;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file system as the log needs it. Everything durable goes through this seam, so that the
/// simulator can lose, tear and reorder what was not synced.
///
/// What survives a power loss is exactly: the content of a file up to its last [DiskFile#sync()],
/// and the directory entries (creation, deletion, rename) up to the last [#syncDirectory(Path)] of
/// their parent. Anything later may be there in whole, in part, or not at all.
///
/// Failures of the world are `IOException`s whose message names the file; a full disk is a
/// [DiskFullException]. Implementations are thread-safe; one [DiskFile] must have a single writer.
public interface Disk {

  /// How [#open(Path, OpenMode)] treats a file that is there or missing.
  enum OpenMode {
    /// The file must exist; writing through the handle fails.
    READ,
    /// The file is created when missing, and kept as it is otherwise.
    READ_WRITE,
    /// The file must not exist.
    CREATE_NEW
  }

  /// Whether other processes see the same files, so that a directory has to be locked against them.
  default boolean isShared() {
    return true;
  }

  /// Opens a regular file.
  DiskFile open(Path file, OpenMode mode) throws IOException;

  /// Whether a file or directory of this name is there.
  boolean exists(Path path);

  /// Whether `path` is a directory.
  boolean isDirectory(Path path);

  /// Size of a file in bytes.
  long size(Path file) throws IOException;

  /// Last modification, milliseconds since the epoch.
  long lastModifiedMillis(Path file) throws IOException;

  /// Names (not paths) of the entries of a directory, sorted.
  List<String> list(Path directory) throws IOException;

  /// Creates the directory and missing parents; no error when it is there.
  void createDirectories(Path directory) throws IOException;

  /// Deletes a file or an empty directory; `false` when there was none.
  boolean deleteIfExists(Path path) throws IOException;

  /// Renames atomically, replacing an existing file. Directories can be renamed too.
  void rename(Path from, Path to) throws IOException;

  /// Makes creations, deletions and renames in this directory durable.
  void syncDirectory(Path directory) throws IOException;

  /// Reserves room for a file up to `end` bytes without changing its size or content, as far as the
  /// file system can: writing there will then not fail for want of space. Appends may go on
  /// meanwhile.
  ///
  /// @return whether the room is reserved; `false` where that is not possible
  /// @throws DiskFullException when there is no room
  boolean allocate(Path file, long end) throws IOException;

  /// Gives back room reserved behind the end of a file, if it is there. Nobody may write to it
  /// meanwhile.
  void trim(Path file) throws IOException;

  /// Bytes still usable by this process on the file system that holds `path`.
  long usableBytes(Path path) throws IOException;

  /// Bytes the file system that holds `path` has in all.
  long totalBytes(Path path) throws IOException;

  /// Reads a whole small file.
  default byte[] readAll(Path file) throws IOException {
    try (DiskFile f = open(file, OpenMode.READ)) {
      var buffer = java.nio.ByteBuffer.allocate(Math.toIntExact(f.size()));
      while (buffer.hasRemaining() && f.read(buffer, buffer.position()) > 0) {
        // until the end
      }
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }

  /// Replaces a small file so that after a crash either the old or the new content is there: write
  /// to `name.tmp`, sync, rename, sync the directory.
  default void replaceAtomically(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    deleteIfExists(temporary);
    try (DiskFile f = open(temporary, OpenMode.CREATE_NEW)) {
      f.write(java.nio.ByteBuffer.wrap(content), 0);
      f.sync();
    }
    rename(temporary, file);
    Path directory = file.getParent();
    if (directory != null) {
      syncDirectory(directory);
    }
  }

  /// Deletes a directory with everything below it; no error when it is not there.
  default void deleteTree(Path path) throws IOException {
    if (isDirectory(path)) {
      for (String name : list(path)) {
        deleteTree(path.resolve(name));
      }
    }
    deleteIfExists(path);
  }
}
