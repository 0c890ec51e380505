package io.tidepost.base.world;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The machine's file system through `FileChannel`.
public final class RealDisk implements Disk {

  /// The one instance.
  public static final RealDisk INSTANCE = new RealDisk();

  private RealDisk() {}

  @Override
  public DiskFile open(Path file, OpenMode mode) throws IOException {
    try {
      return new RealFile(file, channel(file, mode));
    } catch (IOException e) {
      throw translated(file, e);
    }
  }

  private static FileChannel channel(Path file, OpenMode mode) throws IOException {
    return switch (mode) {
      case READ -> FileChannel.open(file, StandardOpenOption.READ);
      case READ_WRITE ->
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      case CREATE_NEW ->
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW);
    };
  }

  /// Java tells a full disk from other failures only in the text.
  static IOException translated(Path file, IOException e) {
    String text = String.valueOf(e.getMessage());
    return text.contains("No space left on device") || text.contains("Disk quota exceeded")
        ? new DiskFullException(file, e)
        : e;
  }

  @Override
  public byte[] readAll(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public long lastModifiedMillis(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw translated(directory, e);
    }
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    return Files.deleteIfExists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw translated(to, e);
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public boolean allocate(Path file, long end) throws IOException {
    return switch (NativeFiles.allocate(file, size(file), end)) {
      case DONE -> true;
      case NOT_POSSIBLE -> false;
      case NO_SPACE -> throw new DiskFullException(file, null);
    };
  }

  @Override
  public void trim(Path file) throws IOException {
    if (Files.exists(file)) {
      NativeFiles.trim(file, size(file));
    }
  }

  // Files.getFileStore would read the table of mounts each time.

  @Override
  public long usableBytes(Path path) throws IOException {
    return present(path).toFile().getUsableSpace();
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return present(path).toFile().getTotalSpace();
  }

  private static Path present(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return path;
  }
}
