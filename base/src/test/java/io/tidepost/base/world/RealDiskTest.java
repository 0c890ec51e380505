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
import java.nio.charset.StandardCharsets;
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

  @Test
  void gatheredAndSingleWritesMixWherePositionsJump() throws IOException {
    Path path = directory.resolve("file");
    try (DiskFile file = RealDisk.INSTANCE.open(path, OpenMode.CREATE_NEW)) {
      gather(file, 0, "ab", "cd");
      gather(file, 4, "ef", "gh");
      file.write(bytes("ij"), 8);
      gather(file, 10, "kl", "mn");
      file.truncate(5);
      gather(file, 5, "FG", "HI");
      gather(file, 1, "B", "C");
      assertEquals("aBCdeFGHI", Files.readString(path));
    }
  }

  private static void gather(DiskFile file, long position, String... parts) throws IOException {
    ByteBuffer[] buffers = new ByteBuffer[parts.length];
    for (int i = 0; i < parts.length; i++) {
      buffers[i] = bytes(parts[i]);
    }
    file.write(buffers, parts.length, position);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void askingWhatIsCachedNeverMakesAFileLonger() throws IOException {
    Path path = directory.resolve("file");
    try (DiskFile file = RealDisk.INSTANCE.open(path, OpenMode.CREATE_NEW)) {
      file.write(bytes("0123456789"), 0);
      assertTrue(file.isCached(0, 10), "what was just written is in the page cache");
      assertTrue(file.isCached(3, 2));
      assertTrue(file.isCached(0, 1 << 20));
      assertTrue(file.isCached(20, 10));
      assertEquals(10, file.size());
    }
  }
}
