package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a power loss or a failing medium takes is noticed whatever derived files and unchecked
/// headers say.
class LostWithThePowerTest {

  private static final int BATCHES = 8;
  private static final long END = 2 * BATCHES;

  @TempDir Path root;
  private LogKit kit = new LogKit(Path.of(""));

  @BeforeEach
  void makeRoom() {
    kit = new LogKit(root);
    kit.config = LogConfig.DEFAULT.withIndexInterval(100);
  }

  private void write() throws IOException {
    kit.create();
    for (int i = 0; i < BATCHES; i++) {
      kit.append(Batches.of(2).timestamp(1000 + i).producer(5, 0, 2 * i));
    }
    kit.runWork();
  }

  private Path segment(long baseOffset) {
    return kit.directory.resolve("%020d.log".formatted(baseOffset));
  }

  private static long batchSize() {
    return Batches.of(2).timestamp(1000).producer(5, 0, 0).build().remaining();
  }

  private static void put(Path file, long position, byte... bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), position);
    }
  }

  @Test
  void aHeaderThatCountsTooFewRecordsDoesNotEndTheLogEarly() throws IOException {
    write();
    kit.log().close(kit.now);
    Files.delete(kit.directory.resolve("tidepost-segments"));
    long last = (BATCHES - 1) * batchSize();
    put(segment(0), last + BatchHeader.LAST_OFFSET_DELTA, new byte[4]);
    kit.openClean();
    assertEquals(END, kit.log().logEndOffset());
    assertEquals(List.of(0L, 2L, 4L, 6L, 8L, 10L, 12L, -1L), kit.baseOffsets(0));
    assertEquals(END, kit.append(Batches.of(1)).baseOffset());
  }

  @Test
  void aBaseOffsetBehindDamageNeedsAWitness() throws IOException {
    write();
    kit.log().close(kit.now);
    long damaged = (BATCHES - 2) * batchSize();
    put(segment(0), damaged + BatchHeader.SIZE + 3, (byte) 0x7f);
    put(segment(0), damaged + batchSize() + Long.BYTES - 1, (byte) 0x7f);
    for (var hints :
        List.of(new LogOpenHints(true, -1, -1, false), new LogOpenHints(false, END, -1, false))) {
      kit.open(hints);
      assertEquals(END, kit.log().logEndOffset());
      assertEquals(List.of(0L, 2L, 4L, 6L, 8L, 10L, -1L), kit.baseOffsets(0));
      kit.log().abandon();
    }
  }

  /// The power takes the last batch of a rolled segment; the producer snapshot written at the roll
  /// is there, and tells of it.
  @Test
  void aRetryOfALostBatchIsNoDuplicate() throws IOException {
    kit.config = kit.config.withSegment((int) (4 * batchSize()), Long.MAX_VALUE);
    write();
    assertTrue(Files.exists(kit.directory.resolve("00000000000000000008.snapshot")));
    kit.log().abandon();
    put(segment(0), 3 * batchSize(), new byte[(int) batchSize()]);
    kit.openUnclean();
    Batches lost = Batches.of(2).producer(5, 0, 6);
    assertNotEquals(AppendResult.Status.DUPLICATE, kit.append(lost).status());
    kit.runWork();
    kit.log().abandon();
    kit.open(new LogOpenHints(false, END, -1, false));
    assertNotEquals(AppendResult.Status.DUPLICATE, kit.append(lost).status());
    kit.restart();
    assertNotEquals(AppendResult.Status.DUPLICATE, kit.append(lost).status());
  }

  /// What was lost is written again at the same offsets, once the log was cut to before it.
  @Test
  void whatIsWrittenAgainIsNotDamaged() throws IOException {
    kit.config = kit.config.withSegment((int) (2 * batchSize()), Long.MAX_VALUE);
    write();
    kit.log().abandon();
    Files.delete(kit.directory.resolve("tidepost-segments"));
    Files.delete(segment(4));
    kit.open(new LogOpenHints(false, 4, -1, false));
    assertEquals(4, kit.log().firstUnsyncedDamage());
    kit.runWork();
    kit.log().truncateTo(4, kit.now);
    assertEquals(List.of(), kit.log().damagedRanges());
    Batches again = Batches.of(2).producer(5, 0, 4);
    assertEquals(AppendResult.Status.APPENDED, kit.append(again).status());
    assertEquals(AppendResult.Status.DUPLICATE, kit.append(again).status());
    assertEquals(List.of(0L, 2L, 4L), kit.baseOffsets(0));
  }

  /// A producer whose records are all deleted is still known after a clean restart.
  @Test
  void deletedRecordsStillTellOfDuplicates() throws IOException {
    write();
    kit.sync();
    kit.log().deleteRecordsBefore(END, kit.now);
    kit.restart();
    AppendResult again = kit.append(Batches.of(2).producer(5, 0, (int) END - 2));
    assertEquals(AppendResult.Status.DUPLICATE, again.status());
  }

  /// A producer that was forgotten and began again is not held against what it wrote before.
  @Test
  void whatDoesNotFollowStartsAnew() throws IOException {
    kit.create();
    kit.append(Batches.of(1).producer(5, 0, 6));
    kit.log().append(Batches.of(1).producer(5, 0, 0).build(), AppendOrigin.COORDINATOR, 0, kit.now);
    for (int sequence = 1; sequence <= 6; sequence++) {
      AppendResult result = kit.append(Batches.of(1).producer(5, 0, sequence));
      assertEquals(AppendResult.Status.APPENDED, result.status(), "sequence " + sequence);
    }
  }
}
