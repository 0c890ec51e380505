package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.log.AppendResult.Status;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionLogTest {

  @TempDir Path directory;
  private LogKit kit;

  @BeforeEach
  void create() throws IOException {
    kit = new LogKit(directory);
    kit.create();
  }

  @Test
  void offsetsAreGivenInOrder() throws IOException {
    AppendResult first = kit.append(Batches.of(3));
    AppendResult second = kit.append(Batches.of(2));
    assertEquals(0, first.baseOffset());
    assertEquals(2, first.lastOffset());
    assertEquals(3, second.baseOffset());
    assertEquals(5, kit.log().logEndOffset());
    assertEquals(List.of(0L, 3L), kit.baseOffsets(0));
    assertEquals(List.of(0L, 3L), kit.baseOffsets(2));
    assertEquals(List.of(3L), kit.baseOffsets(4));
  }

  @Test
  void leaderEpochAndBaseOffsetArePatched() throws IOException {
    kit.log().append(Batches.of(1).build(), AppendOrigin.CLIENT, 7, kit.now);
    ByteBuffer b = LogKit.bytes(kit.read(0));
    assertEquals(7, BatchHeader.leaderEpoch(b, 0));
    assertEquals(0, BatchHeader.baseOffset(b, 0));
    assertEquals(7, kit.log().latestLeaderEpoch());
  }

  @Test
  void aTurnIsOneWrite() throws IOException {
    for (int i = 0; i < 20; i++) {
      AppendResult r = kit.log().add(Batches.of(1).build(), AppendOrigin.CLIENT, 0, kit.now);
      assertEquals(i, r.baseOffset());
      assertEquals(0, kit.log().logEndOffset());
    }
    kit.log().flush(kit.now);
    assertEquals(20, kit.log().logEndOffset());
    assertEquals(20, kit.baseOffsets(0).size());
  }

  @Test
  void readsAreBoundedByOffsetAndBytes() throws IOException {
    for (int i = 0; i < 10; i++) {
      kit.append(Batches.of(2));
    }
    int size = Batches.of(2).build().remaining();
    assertEquals(8, kit.read(0, 1 << 20, 8).nextOffset());
    assertEquals(4 * size, kit.read(0, 1 << 20, 8).records().sizeInBytes());
    assertEquals(2 * size, kit.read(0, 2 * size + 5, 100).records().sizeInBytes());
    assertEquals(4, kit.read(0, 2 * size + 5, 100).nextOffset());
    assertEquals(size, kit.read(0, 1, 100).records().sizeInBytes());
    assertEquals(0, kit.log().read(0, 1, 100, false).records().sizeInBytes());
    assertEquals(0, kit.read(20).records().sizeInBytes());
    assertEquals(ReadResult.Status.OFFSET_OUT_OF_RANGE, kit.read(21).status());
    assertEquals(ReadResult.Status.OFFSET_OUT_OF_RANGE, kit.read(-1).status());
  }

  @Test
  void syncAdvancesWhatIsDurable() {
    kit.append(Batches.of(3));
    assertEquals(0, kit.log().syncedOffset());
    LogWork sync = kit.log().beginSync();
    kit.append(Batches.of(3));
    assertNull(kit.log().beginSync());
    LogKit.run(java.util.Objects.requireNonNull(sync));
    assertEquals(3, kit.log().syncedOffset());
    kit.sync();
    assertEquals(6, kit.log().syncedOffset());
    assertNull(kit.log().beginSync());
  }

  @Test
  void segmentsRollBySizeAndReadOn() throws IOException {
    kit.config = LogConfig.DEFAULT.withSegment(1000, Long.MAX_VALUE).withIndexInterval(100);
    kit.log().updateConfig(kit.config);
    for (int i = 0; i < 50; i++) {
      kit.append(Batches.of(1).valueSize(100));
    }
    assertEquals(50, kit.baseOffsets(0).size());
    kit.runWork();
    assertEquals(50, kit.baseOffsets(0).size());
    assertEquals(List.of(37L, 38L), kit.baseOffsets(37).subList(0, 2));
    kit.restart();
    assertEquals(List.of(), kit.notes);
    assertEquals(50, kit.log().logEndOffset());
    assertEquals(50, kit.baseOffsets(0).size());
    kit.crash();
    assertEquals(50, kit.baseOffsets(0).size());
    assertEquals(List.of(), kit.damaged);
  }

  @Test
  void segmentsRollByTime() {
    kit.log().updateConfig(LogConfig.DEFAULT.withSegment(1 << 20, 1000));
    kit.append(Batches.of(1).timestamp(5000));
    kit.append(Batches.of(1).timestamp(5900));
    kit.append(Batches.of(1).timestamp(6001));
    assertTrue(java.nio.file.Files.exists(kit.directory.resolve("00000000000000000002.log")));
  }

  @Test
  void segmentsRollByTheTimeThatRecordsGet() {
    kit.log()
        .updateConfig(
            LogConfig.DEFAULT
                .withSegment(1 << 20, 1000)
                .withTimestampType(TimestampType.LOG_APPEND_TIME));
    kit.append(Batches.of(1).timestamp(5000));
    kit.append(Batches.of(1).timestamp(7000));
    assertFalse(java.nio.file.Files.exists(kit.directory.resolve("00000000000000000001.log")));
    kit.now += 1001;
    kit.append(Batches.of(1).timestamp(7000));
    assertTrue(java.nio.file.Files.exists(kit.directory.resolve("00000000000000000002.log")));
  }

  @Test
  void logAppendTimeStampsAndStaysValid() throws IOException {
    kit.log().updateConfig(LogConfig.DEFAULT.withTimestampType(TimestampType.LOG_APPEND_TIME));
    AppendResult r = kit.append(Batches.of(2).timestamp(5));
    assertEquals(kit.now, r.logAppendTimeMillis());
    ByteBuffer b = LogKit.bytes(kit.read(0));
    assertTrue(BatchHeader.isLogAppendTime(b, 0));
    assertEquals(kit.now, BatchHeader.maxTimestamp(b, 0));
    kit.crash();
    assertEquals(2, kit.log().logEndOffset());
    assertEquals(List.of(), kit.notes);
  }

  @Test
  void timestampsOutsideTheBoundsAreRefused() {
    AppendResult r = kit.append(Batches.of(1).timestamp(kit.now + 3_600_001));
    assertEquals(Status.INVALID_TIMESTAMP, r.status());
    assertEquals(0, kit.log().logEndOffset());
    assertEquals(Status.INVALID_RECORD, kit.append(Batches.marker(1, 0, true, 0, 1)).status());
    assertEquals(
        Status.INVALID_TIMESTAMP,
        kit.append(Batches.of(1).attributes(BatchHeader.LOG_APPEND_TIME_BIT)).status());
  }

  @Test
  void emptyLogOpensAgain() throws IOException {
    kit.restart();
    assertEquals(0, kit.log().logEndOffset());
    assertEquals(LogKit.TOPIC_ID, kit.log().topicId());
    kit.append(Batches.of(1));
    kit.crash();
    assertEquals(1, kit.log().logEndOffset());
    assertEquals(0, kit.log().syncedOffset());
    kit.runWork();
    assertEquals(1, kit.log().syncedOffset());
  }
}
