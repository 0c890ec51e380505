package io.tidepost.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Disk;
import io.tidepost.base.Disk.OpenMode;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk in memory does what the machine's does.
class MemoryDiskTest {

  private static final Path HOME = Path.of("/memory/node");
  private static final int FILE_MAX = 100_000;

  private final MemoryDisk disk = new MemoryDisk(SystemClock.INSTANCE, 1 << 20);
  @TempDir Path real;

  @Test
  void filesHoldWhatTheMachinesHold() throws IOException {
    disk.createDirectories(HOME);
    Random random = new Random(7);
    try (DiskFile memory = disk.open(HOME.resolve("f"), OpenMode.CREATE_NEW);
        DiskFile machine = RealDisk.INSTANCE.open(real.resolve("f"), OpenMode.CREATE_NEW)) {
      for (int step = 0; step < 300; step++) {
        int position = random.nextInt(FILE_MAX);
        if (random.nextInt(10) == 0) {
          memory.truncate(position);
          machine.truncate(position);
        } else {
          byte[] bytes = new byte[random.nextInt(40_000)];
          random.nextBytes(bytes);
          ByteBuffer[] sources = {ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes, 0, 1 & step)};
          memory.write(sources, 2, position);
          machine.write(ByteBuffer.wrap(bytes), position);
          machine.write(ByteBuffer.wrap(bytes, 0, 1 & step), position + bytes.length);
        }
        assertEquals(machine.size(), memory.size());
        position = random.nextInt(FILE_MAX);
        ByteBuffer one = ByteBuffer.allocate(30_000);
        ByteBuffer two = ByteBuffer.allocate(30_000);
        assertEquals(machine.read(one, position), memory.read(two, position));
        assertArrayEquals(one.array(), two.array());
      }
    }
  }

  @Test
  void namesAreKept() throws IOException {
    for (Disk each : List.of(disk, RealDisk.INSTANCE)) {
      Path home = each == disk ? HOME : real.resolve("home");
      each.createDirectories(home.resolve("a"));
      each.replaceAtomically(home.resolve("a/x"), new byte[] {1});
      each.replaceAtomically(home.resolve("a/x"), new byte[] {2});
      assertArrayEquals(new byte[] {2}, each.readAll(home.resolve("a/x")));
      assertThrows(DirectoryNotEmptyException.class, () -> each.deleteIfExists(home.resolve("a")));
      each.rename(home.resolve("a"), home.resolve("b"));
      assertEquals(List.of("x"), each.list(home.resolve("b")));
      assertFalse(each.exists(home.resolve("a")));
      assertThrows(IOException.class, () -> each.open(home.resolve("a/x"), OpenMode.READ));
      assertThrows(IOException.class, () -> each.open(home.resolve("b/x"), OpenMode.CREATE_NEW));
      assertFalse(each.deleteIfExists(home.resolve("none")));
      each.deleteTree(home);
      assertFalse(each.exists(home));
    }
  }

  @Test
  void roomIsCounted() throws IOException {
    disk.createDirectories(HOME);
    Path file = HOME.resolve("f");
    long all = disk.usableBytes(HOME);
    try (DiskFile open = disk.open(file, OpenMode.CREATE_NEW)) {
      assertTrue(disk.allocate(file, 1000));
      open.write(ByteBuffer.wrap(new byte[600]), 0);
      assertEquals(all - 1000, disk.usableBytes(HOME));
      disk.fill();
      open.write(ByteBuffer.wrap(new byte[400]), 600);
      assertThrows(DiskFullException.class, () -> open.write(ByteBuffer.wrap(new byte[1]), 1000));
      assertThrows(DiskFullException.class, () -> disk.allocate(file, 1001));
      open.truncate(500);
      open.write(ByteBuffer.wrap(new byte[500]), 500);
      disk.free();
      open.write(ByteBuffer.wrap(new byte[1]), 1000);
      disk.deleteIfExists(file);
      assertEquals(all, disk.usableBytes(HOME));
    }
  }
}
