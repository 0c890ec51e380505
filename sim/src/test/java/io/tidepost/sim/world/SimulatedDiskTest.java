package io.tidepost.sim.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Disk.OpenMode;
import io.tidepost.base.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The disk keeps what it promises, and loses everything else in some run or other.
final class SimulatedDiskTest {

  private static final Path DIRECTORY = Path.of("/data");
  private static final Path FILE = DIRECTORY.resolve("file");

  private SimulatedDisk disk = disk(1);

  private static SimulatedDisk disk(long seed) {
    return new SimulatedDisk(new SimulatedClock(0), new SeededRandomness(seed), new Trace());
  }

  @BeforeEach
  void createDirectory() throws IOException {
    prepare(disk);
  }

  private static void prepare(SimulatedDisk disk) throws IOException {
    disk.createDirectories(DIRECTORY);
    disk.syncDirectory(DIRECTORY.getRoot());
  }

  private static void write(DiskFile file, String text, long position) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), position);
  }

  private String content() throws IOException {
    return new String(disk.readAll(FILE), UTF_8);
  }

  @Test
  void syncedContentBehindSyncedEntryStays() throws IOException {
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    write(file, "kept", 0);
    file.sync();
    disk.syncDirectory(DIRECTORY);
    write(file, "lost", 4);
    assertEquals("keptlost", content());
    disk.losePower(Survival.NOTHING);
    assertEquals("kept", content());
  }

  @Test
  void fileWithoutSyncedEntryVanishesHoweverSyncedItIs() throws IOException {
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    write(file, "gone", 0);
    file.sync();
    disk.losePower(Survival.NOTHING);
    assertFalse(disk.exists(FILE));
  }

  @Test
  void deletionAndRenameHoldOnlyOnceTheDirectoryIsSynced() throws IOException {
    disk.open(FILE, OpenMode.CREATE_NEW);
    disk.syncDirectory(DIRECTORY);
    disk.rename(FILE, DIRECTORY.resolve("renamed"));
    disk.losePower(Survival.NOTHING);
    assertEquals(List.of("file"), disk.list(DIRECTORY));
    disk.rename(FILE, DIRECTORY.resolve("renamed"));
    disk.syncDirectory(DIRECTORY);
    disk.losePower(Survival.NOTHING);
    assertEquals(List.of("renamed"), disk.list(DIRECTORY));
  }

  @Test
  void killingTheProcessLosesNothingButTheHandles() throws IOException {
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    write(file, "all of it", 0);
    disk.killProcess();
    assertEquals("all of it", content());
    assertThrows(IllegalStateException.class, () -> write(file, "x", 0));
  }

  @Test
  void unsyncedWritesAreTornAtSectorsInEveryWay() throws IOException {
    Set<String> outcomes = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      disk = disk(seed);
      prepare(disk);
      DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
      write(file, "-".repeat(1500), 0);
      file.sync();
      disk.syncDirectory(DIRECTORY);
      write(file, "N".repeat(1500), 0);
      disk.losePower(Survival.HALF);
      String found = content();
      assertEquals(1500, found.length());
      StringBuilder sectors = new StringBuilder();
      for (int sector = 0; sector < 1500; sector += 512) {
        String part = found.substring(sector, Math.min(1500, sector + 512));
        assertEquals(1, part.chars().distinct().count(), "a sector is written whole or not at all");
        sectors.append(part.charAt(0));
      }
      outcomes.add(sectors.toString());
    }
    assertEquals(8, outcomes.size());
  }

  @Test
  void failedSyncIsNotMadeGoodByTheNextOne() throws IOException {
    boolean lost = false;
    for (int seed = 0; seed < 20 && !lost; seed++) {
      disk = disk(seed);
      prepare(disk);
      DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
      disk.syncDirectory(DIRECTORY);
      write(file, "data", 0);
      disk.faults().errors(0, 1000, 0);
      assertThrows(IOException.class, file::sync);
      disk.faults().errors(0, 0, 0);
      file.sync();
      assertEquals("data", content());
      disk.losePower(Survival.NOTHING);
      lost = content().isEmpty();
    }
    assertTrue(lost);
  }

  @Test
  void fullDiskTakesWhatFitsAndSaysSo() throws IOException {
    disk.faults().capacity(10);
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    write(file, "12345678", 0);
    IOException refusal = assertThrows(IOException.class, () -> write(file, "12345678", 8));
    assertTrue(String.valueOf(refusal.getMessage()).contains("/data/file"));
    assertEquals("1234567812", content());
    assertEquals(0, disk.usableBytes(DIRECTORY));
  }

  @Test
  void crashComesInTheMiddleOfAnOperation() throws IOException {
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    disk.faults().crashAfter(1);
    write(file, "before", 0);
    assertThrows(SimulatedCrash.class, () -> write(file, "never whole", 6));
    disk.faults().neverCrash();
    disk.killProcess();
    assertTrue(content().startsWith("before"));
  }

  @Test
  void flippedBitsStay() throws IOException {
    DiskFile file = disk.open(FILE, OpenMode.CREATE_NEW);
    write(file, "AB", 0);
    disk.damage(FILE, 1, 1);
    assertArrayEquals("AC".getBytes(UTF_8), disk.readAll(FILE));
    file.sync();
    disk.syncDirectory(DIRECTORY);
    disk.losePower(Survival.NOTHING);
    assertArrayEquals("AC".getBytes(UTF_8), disk.readAll(FILE));
  }
}
