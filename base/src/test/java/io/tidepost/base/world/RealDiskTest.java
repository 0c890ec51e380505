package io.tidepost.base.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.base.Disk.OpenMode;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealDiskTest {

  @TempDir Path directory;

  @Test
  void roomAheadOfTheEndChangesNeitherSizeNorContent() throws IOException {
    RealDisk disk = RealDisk.INSTANCE;
    Path path = directory.resolve("file");
    try (DiskFile file = disk.open(path, OpenMode.CREATE_NEW)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      assumeTrue(disk.allocate(path, 1 << 20), "this file system cannot reserve room");
      assertEquals(3, file.size());
      file.write(ByteBuffer.wrap(new byte[] {4}), 3);
      disk.trim(path);
      assertEquals(4, file.size());
      assertEquals(4, disk.readAll(path)[3]);
    }
  }

  @Test
  void roomForAFileThatIsGoneIsNoError() throws IOException {
    RealDisk.INSTANCE.trim(directory.resolve("nothing"));
    Assertions.assertThrows(
        NoSuchFileException.class, () -> RealDisk.INSTANCE.usableBytes(directory.resolve("no")));
  }

  @Test
  void moreRoomThanTheFileSystemHasIsAFullDisk() throws IOException {
    RealDisk disk = RealDisk.INSTANCE;
    Path path = directory.resolve("file");
    Files.write(path, new byte[] {1});
    assumeTrue(disk.allocate(path, 1 << 20), "this file system cannot reserve room");
    // More than there is, and less than the largest file.
    long tooMuch = disk.totalBytes(directory) + (1L << 30);
    IOException failure =
        Assertions.assertThrows(IOException.class, () -> allocate(disk, path, tooMuch));
    assertTrue(DiskFullException.isCauseOf(failure), failure::toString);
    assertFalse(DiskFullException.isCauseOf(new IOException("something else")));
  }

  private static void allocate(RealDisk disk, Path path, long end) throws IOException {
    assumeTrue(disk.allocate(path, end), "the file system has a smaller bound on files");
  }
}
