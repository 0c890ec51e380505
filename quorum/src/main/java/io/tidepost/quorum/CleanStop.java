package io.tidepost.quorum;

import io.tidepost.base.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The file `clean-stop` in `__cluster_metadata-0`: where the log ended when it was closed in good
/// order. It vouches for everything before that offset, so that damage there is never mistaken for
/// a torn tail. Removed when the log is opened for writing.
final class CleanStop {

  static final String FILE_NAME = "clean-stop";

  private CleanStop() {}

  /// The end offset, -1 when there is no such file or it says nothing.
  static long read(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    if (!disk.exists(file)) {
      return -1;
    }
    String text = new String(disk.readAll(file), StandardCharsets.UTF_8).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  static void write(Disk disk, Path directory, long endOffset) throws IOException {
    disk.replaceAtomically(
        directory.resolve(FILE_NAME), (endOffset + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Durable with the next sync of the directory.
  static void remove(Disk disk, Path directory) throws IOException {
    disk.deleteIfExists(directory.resolve(FILE_NAME));
  }
}
