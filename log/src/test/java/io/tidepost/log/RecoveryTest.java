package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Torn tails are cut, damage in the middle is kept and named, derived files are never believed
/// blindly.
class RecoveryTest {

  private static final int BATCHES = 8;

  @TempDir Path root;
  private int run;

  private LogKit written(boolean clean) throws IOException {
    var kit = new LogKit(root.resolve("run" + run++));
    Files.createDirectories(kit.directory.getParent());
    kit.config = LogConfig.DEFAULT.withIndexInterval(100);
    kit.create();
    for (int i = 0; i < BATCHES; i++) {
      kit.append(Batches.of(2).timestamp(1000 + i).producer(5, 0, 2 * i));
    }
    if (clean) {
      kit.runWork();
      kit.log().close(kit.now);
    } else {
      kit.log().abandon();
      kit.work.clear();
    }
    return kit;
  }

  private static Path logFile(LogKit kit) {
    return kit.directory.resolve("00000000000000000000.log");
  }

  private static void flip(Path file, long position) throws IOException {
    try (FileChannel c =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      c.read(one, position);
      one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
      c.write(one, position);
    }
  }

  private static List<Long> all() {
    List<Long> offsets = new ArrayList<>();
    for (long i = 0; i < BATCHES; i++) {
      offsets.add(2 * i);
    }
    return offsets;
  }

  @Test
  void everyTornTailIsCut() throws IOException {
    long size = Files.size(logFile(written(false)));
    long batch = size / BATCHES;
    for (long keep = size - 2 * batch; keep < size; keep++) {
      LogKit kit = written(false);
      try (FileChannel c = FileChannel.open(logFile(kit), StandardOpenOption.WRITE)) {
        c.truncate(keep);
      }
      PartitionLog log = kit.openUnclean();
      long whole = keep / batch;
      assertEquals(2 * whole, log.logEndOffset(), "kept " + keep);
      assertEquals(whole * batch, Files.size(logFile(kit)));
      assertEquals(all().subList(0, (int) whole), kit.baseOffsets(0));
      assertTrue(kit.damaged.isEmpty());
      // the cut offsets are free again
      assertEquals(
          2 * whole, kit.append(Batches.of(1).producer(5, 0, (int) (2 * whole))).baseOffset());
      log.abandon();
    }
  }

  @Test
  void zeroesBehindTheEndAreCut() throws IOException {
    LogKit kit = written(false);
    long size = Files.size(logFile(kit));
    Files.write(logFile(kit), new byte[5000], StandardOpenOption.APPEND);
    kit.openUnclean();
    assertEquals(2 * BATCHES, kit.log().logEndOffset());
    assertEquals(size, Files.size(logFile(kit)));
    assertEquals(1, kit.notes.size(), kit.notes.toString());
  }

  /// Every byte of a batch in the middle: whatever is flipped, the others stay readable, nothing
  /// wrong is served, no offset is given out twice.
  @Test
  void everyFlippedByteInTheMiddleIsDamageAfterACrash() throws IOException {
    flipEach(false, 3);
  }

  @Test
  void everyFlippedByteInTheMiddleIsDamageAfterACleanStop() throws IOException {
    flipEach(true, 3);
  }

  @Test
  void everyFlippedByteInTheFirstBatchIsDamage() throws IOException {
    flipEach(false, 0);
  }

  @Test
  void everyFlippedByteInTheLastBatchIsDamageAfterACleanStop() throws IOException {
    flipEach(true, BATCHES - 1);
  }

  private void flipEach(boolean clean, int which) throws IOException {
    long batch = Files.size(logFile(written(clean))) / BATCHES;
    for (long at = which * batch; at < (which + 1) * batch; at++) {
      LogKit kit = written(clean);
      flip(logFile(kit), at);
      PartitionLog log = clean ? kit.openClean() : kit.openUnclean();
      String where = "flipped byte " + (at - which * batch);
      assertEquals(2 * BATCHES, log.logEndOffset(), where);
      List<Long> expected = all();
      // A batch's leader epoch is not covered by its checksum; it does no harm to a reader.
      long inBatch = at - which * batch;
      if (inBatch < 12 || inBatch >= 16) {
        expected.set(which, -1L);
        assertEquals(expected, kit.baseOffsets(0), where);
        assertEquals(1, kit.damaged.size(), where + kit.damaged);
        assertEquals(which * batch, kit.damaged.get(0).position(), where);
        assertEquals((which + 1) * batch, kit.damaged.get(0).endPosition(), where);
        assertEquals(2L * which, kit.damaged.get(0).firstOffset(), where);
        ReadResult refused = kit.read(2L * which);
        assertEquals(ReadResult.Status.CORRUPT, refused.status());
        String message = String.valueOf(refused.message());
        assertTrue(message.contains("topic-0") && message.contains(".log"), message);
      }
      assertEquals(2 * BATCHES, kit.append(Batches.of(1).producer(6, 0, 0)).baseOffset(), where);
      log.abandon();
    }
  }

  /// Derived files: any flip or cut in any of them changes nothing that can be read.
  @Test
  void derivedFilesAreVerifiedBeforeTheyAreBelieved() throws IOException {
    for (String name :
        List.of(
            "00000000000000000000.index",
            "00000000000000000000.timeindex",
            "00000000000000000016.snapshot",
            "leader-epoch-checkpoint",
            "tidepost-segments",
            "partition.metadata")) {
      LogKit first = written(true);
      long size = Files.size(first.directory.resolve(name));
      assertTrue(size > 0, name);
      for (long at = 0; at < size; at += 1 + size / 64) {
        LogKit kit = written(true);
        flip(kit.directory.resolve(name), at);
        check(kit, name + " flipped at " + at);
      }
      for (long keep = 0; keep < size; keep += 1 + size / 16) {
        LogKit kit = written(true);
        try (FileChannel c =
            FileChannel.open(kit.directory.resolve(name), StandardOpenOption.WRITE)) {
          c.truncate(keep);
        }
        check(kit, name + " cut to " + keep);
      }
      LogKit kit = written(true);
      Files.delete(kit.directory.resolve(name));
      check(kit, name + " gone");
    }
  }

  private static void check(LogKit kit, String what) throws IOException {
    PartitionLog log = kit.openClean();
    assertEquals(2 * BATCHES, log.logEndOffset(), what);
    for (long offset = 0; offset < 2 * BATCHES; offset++) {
      assertEquals(
          all().subList((int) offset / 2, BATCHES),
          kit.baseOffsets(offset),
          what + " at " + offset);
    }
    assertEquals(0, log.latestLeaderEpoch(), what);
    for (int i = 0; i < BATCHES; i++) {
      TimestampOffset found = java.util.Objects.requireNonNull(log.offsetForTimestamp(1000 + i));
      assertEquals(2L * i, found.offset(), what);
    }
    // the idempotent producer is still known: its last batch is a duplicate, the next one follows
    assertEquals(
        AppendResult.Status.DUPLICATE,
        kit.append(Batches.of(2).producer(5, 0, 2 * BATCHES - 2)).status(),
        what);
    assertEquals(
        2 * BATCHES, kit.append(Batches.of(2).producer(5, 0, 2 * BATCHES)).baseOffset(), what);
    assertEquals(all(), kit.baseOffsets(0).subList(0, BATCHES), what);
    assertTrue(kit.damaged.isEmpty(), what);
    log.abandon();
  }

  @Test
  void damageBelowTheRecoveryPointIsNeverCut() throws IOException {
    LogKit kit = written(false);
    long size = Files.size(logFile(kit));
    try (FileChannel c = FileChannel.open(logFile(kit), StandardOpenOption.WRITE)) {
      c.truncate(size - 10);
    }
    kit.open(new LogOpenHints(false, 2 * BATCHES, -1, false));
    assertEquals(2 * BATCHES, kit.log().logEndOffset());
    assertEquals(1, kit.damaged.size());
    assertEquals(size - 10, Files.size(logFile(kit)));
    assertEquals(2 * BATCHES, kit.append(Batches.of(1)).baseOffset());
    List<Long> expected = all();
    expected.set(BATCHES - 1, -1L);
    expected.add(2L * BATCHES);
    assertEquals(expected, kit.baseOffsets(0));
    kit.restart();
    assertEquals(2 * BATCHES + 1, kit.log().logEndOffset());
    assertEquals(ReadResult.Status.CORRUPT, kit.read(2 * BATCHES - 1).status());
  }

  @Test
  void anAppendGoesOnAfterDamageAndSurvivesACrash() throws IOException {
    LogKit kit = written(false);
    long batch = Files.size(logFile(kit)) / BATCHES;
    flip(logFile(kit), 2 * batch + 70);
    kit.openUnclean();
    kit.append(Batches.of(1));
    kit.crash();
    List<Long> expected = all();
    expected.set(2, -1L);
    expected.add(2L * BATCHES);
    assertEquals(expected, kit.baseOffsets(0));
  }

  @Test
  void aTruncatedFileAfterACleanStopLosesNoOffsets() throws IOException {
    LogKit kit = written(true);
    long size = Files.size(logFile(kit));
    try (FileChannel c = FileChannel.open(logFile(kit), StandardOpenOption.WRITE)) {
      c.truncate(size / 2);
    }
    kit.openClean();
    assertEquals(2 * BATCHES, kit.log().logEndOffset());
    assertFalse(kit.damaged.isEmpty());
    assertEquals(2 * BATCHES, kit.append(Batches.of(1)).baseOffset());
    assertEquals(ReadResult.Status.CORRUPT, kit.read(2 * BATCHES - 2).status());
  }
}
