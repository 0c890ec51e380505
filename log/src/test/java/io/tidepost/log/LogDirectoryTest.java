package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {

  @TempDir Path root;
  private final FaultyDisk disk = new FaultyDisk();

  @SuppressWarnings("NullAway.Init") // set before each test
  private LogKit kit;

  @BeforeEach
  void write() throws IOException {
    kit = new LogKit(disk, root);
    LogDirectory directory = LogDirectory.open(disk, root, kit);
    assertFalse(directory.cleanShutdown());
    kit.log =
        directory.createLog(kit.environment, LogKit.TP, LogKit.TOPIC_ID, LogConfig.DEFAULT, 0);
    for (int i = 0; i < 10; i++) {
      kit.append(Batches.of(1));
    }
    kit.sync();
    checkpoint(directory, 4);
    Files.createDirectory(root.resolve("lost+found"));
    Files.createDirectory(root.resolve("__cluster_metadata-0"));
    Files.createDirectories(root.resolve("old-3.00ff-delete/x"));
    Files.writeString(root.resolve("file-7"), "not a partition");
  }

  private static void checkpoint(LogDirectory directory, long highWatermark) throws IOException {
    directory.checkpoint(
        Map.of(LogKit.TP, 10L), Map.of(LogKit.TP, 3L), Map.of(LogKit.TP, highWatermark));
  }

  private LogDirectory reopen() throws IOException {
    kit.notes.clear();
    return LogDirectory.open(disk, root, kit);
  }

  @Test
  void findsPartitionsAndCheckpoints() throws IOException {
    kit.log().abandon();
    LogDirectory directory = reopen();
    assertEquals(List.of(LogKit.TP), directory.partitions());
    assertEquals(Map.of(LogKit.TP, 4L), directory.highWatermarks());
    assertFalse(directory.cleanShutdown());
    assertFalse(Files.exists(root.resolve("old-3.00ff-delete")));
    PartitionLog log = directory.openLog(kit.environment, LogKit.TP, LogConfig.DEFAULT, 0);
    assertEquals(3, log.logStartOffset());
    assertEquals(10, log.logEndOffset());
    assertEquals(10, log.syncedOffset());
    assertTrue(kit.notes.isEmpty(), kit.notes.toString());
    log.abandon();
  }

  @Test
  void theMarkerCountsOnce() throws IOException {
    kit.log().close(0);
    LogDirectory directory = reopen();
    directory.markCleanShutdown(42);
    assertEquals(
        "{\"version\":0,\"brokerEpoch\":42}",
        Files.readString(root.resolve(".kafka_cleanshutdown")));
    LogDirectory again = reopen();
    assertTrue(again.cleanShutdown());
    assertEquals(42, again.previousBrokerEpoch());
    assertEquals(Map.of(LogKit.TP, 4L), again.highWatermarks());
    assertFalse(reopen().cleanShutdown());
  }

  @Test
  void damagedCheckpointsAreIgnored() throws IOException {
    kit.log().abandon();
    for (String name :
        List.of(
            LogDirectory.RECOVERY_POINTS,
            LogDirectory.LOG_START_OFFSETS,
            LogDirectory.HIGH_WATERMARKS,
            LogDirectory.CHECKSUMS)) {
      byte[] content = Files.readAllBytes(root.resolve(name));
      for (int at = 0; at < content.length; at++) {
        byte[] flipped = content.clone();
        flipped[at] ^= 1;
        openWith(name, flipped);
      }
      openWith(name, "garbage \0 without end".getBytes(StandardCharsets.UTF_8));
      openWith(name, new byte[0]);
      Files.write(root.resolve(name), content);
    }
  }

  private void openWith(String name, byte[] content) throws IOException {
    Files.write(root.resolve(name), content);
    LogDirectory directory = reopen();
    PartitionLog log = directory.openLog(kit.environment, LogKit.TP, LogConfig.DEFAULT, 0);
    assertEquals(10, log.logEndOffset());
    assertTrue(log.logStartOffset() == 0 || log.logStartOffset() == 3);
    assertTrue(directory.highWatermarks().getOrDefault(LogKit.TP, 4L) == 4L);
    assertTrue(kit.damaged.isEmpty());
    log.abandon();
  }

  @Test
  void kafkasCheckpointsAreBelievedAfterItsCleanStop() throws IOException {
    kit.log().close(0);
    Files.writeString(root.resolve(LogDirectory.LOG_START_OFFSETS), "0\n1\ntopic 0 6\n");
    Files.writeString(root.resolve(".kafka_cleanshutdown"), "{\"version\":0,\"brokerEpoch\":7}");
    LogDirectory directory = reopen();
    PartitionLog log = directory.openLog(kit.environment, LogKit.TP, LogConfig.DEFAULT, 0);
    assertEquals(6, log.logStartOffset());
    log.abandon();
  }

  @Test
  void aCrashBetweenTheCheckpointFilesLeavesAllOfThemReadable() throws IOException {
    kit.log().abandon();
    byte[] before = Files.readAllBytes(root.resolve(LogDirectory.HIGH_WATERMARKS));
    checkpoint(reopen(), 9);
    Files.write(root.resolve(LogDirectory.HIGH_WATERMARKS), before);
    assertEquals(4L, reopen().highWatermarks().get(new TopicPartition("topic", 0)));
    assertTrue(kit.notes.isEmpty(), kit.notes.toString());
  }
}
