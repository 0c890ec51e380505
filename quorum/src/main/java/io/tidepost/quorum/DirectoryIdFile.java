package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file `tidepost-directory-id` of a directory that is not formatted yet: the id it will have.
/// Other voters know it before the cluster has an id, so it must be the same after a crash.
final class DirectoryIdFile {

  private static final String NAME = "tidepost-directory-id";

  private DirectoryIdFile() {}

  /// The id that was settled, `null` when none was.
  static @Nullable Uuid read(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!disk.exists(file)) {
      return null;
    }
    String text = new String(disk.readAll(file), StandardCharsets.UTF_8).strip();
    try {
      return Uuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableStorageException(file, " has '" + text + "', which is not an identifier");
    }
  }

  /// The id that was settled, or a new one, durably.
  static Uuid settle(Disk disk, Path directory, Randomness randomness) throws IOException {
    Uuid known = read(disk, directory);
    if (known != null) {
      return known;
    }
    Uuid id = Uuid.random(randomness);
    disk.createDirectories(directory);
    disk.replaceAtomically(directory.resolve(NAME), (id + "\n").getBytes(StandardCharsets.UTF_8));
    return id;
  }

  static void remove(Disk disk, Path directory) throws IOException {
    disk.deleteIfExists(directory.resolve(NAME));
  }
}
