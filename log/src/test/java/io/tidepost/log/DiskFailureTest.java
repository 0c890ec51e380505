package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that runs full or breaks: nothing torn stays, the message names the culprit, reads go on.
class DiskFailureTest {

  @TempDir Path root;
  private final FaultyDisk disk = new FaultyDisk();
  private LogKit kit;

  @BeforeEach
  void create() throws IOException {
    kit = new LogKit(disk, root);
    kit.config = LogConfig.DEFAULT.withSegment(1000, Long.MAX_VALUE).withIndexInterval(100);
    kit.create();
  }

  private AppendResult send(int sequence) throws IOException {
    return kit.log()
        .append(
            Batches.of(1).producer(1, 0, sequence).valueSize(50).build(),
            AppendOrigin.CLIENT,
            0,
            kit.now);
  }

  @Test
  void aFullDiskRefusesTheWriteAndNothingElse() throws IOException {
    for (int i = 0; i < 3; i++) {
      send(i);
    }
    Path file = kit.directory.resolve("00000000000000000000.log");
    long size = Files.size(file);
    for (long space = 0; space < size / 3; space += 7) {
      disk.space = space;
      IOException full = assertThrows(IOException.class, () -> send(3));
      String message = String.valueOf(full.getMessage());
      assertTrue(message.contains("topic-0") && message.contains(file.toString()), message);
      assertEquals(size, Files.size(file));
      assertEquals(3, kit.log().logEndOffset());
      assertEquals(List.of(0L, 1L, 2L), kit.baseOffsets(0));
    }
    disk.space = Long.MAX_VALUE;
    assertNull(kit.log().failure());
    assertEquals(3, send(3).baseOffset());
    assertEquals(AppendResult.Status.DUPLICATE, send(3).status());
    kit.crash();
    assertEquals(List.of(0L, 1L, 2L, 3L), kit.baseOffsets(0));
    assertTrue(kit.damaged.isEmpty());
  }

  @Test
  void aTurnThatRolledIsTakenBackAcrossSegments() throws IOException {
    send(0);
    kit.log().startLeaderEpoch(0);
    long size = kit.log().sizeInBytes();
    for (int extra = 0; extra < 3; extra++) {
      disk.space = 1100 + 500L * extra;
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 1; i < 30; i++) {
              kit.log()
                  .add(
                      Batches.of(1).producer(1, 0, i).valueSize(50).build(),
                      AppendOrigin.CLIENT,
                      5,
                      kit.now);
            }
            kit.log().flush(kit.now);
          });
      assertEquals(1, kit.log().logEndOffset());
      assertEquals(size, kit.log().sizeInBytes());
      assertEquals(0, kit.log().latestLeaderEpoch());
      assertEquals(
          1, kit.disk.list(kit.directory).stream().filter(n -> n.endsWith(".log")).count());
      assertTrue(kit.work.stream().allMatch(work -> work.kind() == LogWork.Kind.RESERVE));
    }
    disk.space = Long.MAX_VALUE;
    assertEquals(1, send(1).baseOffset());
    kit.crash();
    assertEquals(List.of(0L, 1L), kit.baseOffsets(0));
  }

  @Test
  void aSegmentThatCannotBeCreatedRefusesTheWrite() throws IOException {
    int sequence = 0;
    while (kit.work.stream().noneMatch(work -> work.kind() == LogWork.Kind.WRITE_DERIVED)) {
      send(sequence++);
    }
    int last = sequence;
    for (int i = 0; i < 20; i++) {
      disk.failOpen = true;
      try {
        send(sequence);
        sequence++;
      } catch (IOException expected) {
        break;
      }
    }
    assertTrue(sequence - last < 20);
    disk.failOpen = false;
    assertEquals(sequence, send(sequence).baseOffset());
    assertEquals(sequence + 1, kit.baseOffsets(0).size());
  }

  @Test
  void aFailedSyncFailsTheLogForGood() throws IOException {
    send(0);
    disk.failSync = true;
    LogWork sync = Objects.requireNonNull(kit.log().beginSync());
    LogKit.run(sync);
    assertEquals(0, kit.log().syncedOffset());
    assertNotNull(kit.log().failure());
    disk.failSync = false;
    assertNull(kit.log().beginSync());
    assertEquals(AppendResult.Status.KAFKA_STORAGE_ERROR, send(1).status());
    assertEquals(List.of(0L), kit.baseOffsets(0));
    assertThrows(IOException.class, () -> kit.log().close(kit.now));
  }

  @Test
  void aWriteThatCannotBeCutBackFailsTheLog() throws IOException {
    send(0);
    disk.space = 10;
    disk.failTruncate = true;
    assertThrows(IOException.class, () -> send(1));
    assertNotNull(kit.log().failure());
    disk.space = Long.MAX_VALUE;
    disk.failTruncate = false;
    assertEquals(AppendResult.Status.KAFKA_STORAGE_ERROR, send(1).status());
    kit.crash();
    assertEquals(1, kit.log().logEndOffset());
    assertEquals(1, kit.notes.size());
  }

  @Test
  void derivedFilesThatCannotBeWrittenDoNoHarm() throws IOException {
    for (int i = 0; i < 30; i++) {
      send(i);
    }
    disk.space = 20;
    kit.runWork();
    disk.space = Long.MAX_VALUE;
    assertEquals(30, kit.baseOffsets(0).size());
    kit.restart();
    assertEquals(30, kit.log().logEndOffset());
    assertEquals(30, kit.baseOffsets(0).size());
    assertEquals(AppendResult.Status.DUPLICATE, send(29).status());
  }
}
