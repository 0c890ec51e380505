package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.storage.internals.log.AbortedTxn;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Apache Kafka's own log reads our directories, and we read its.
class KafkaOracleTest {

  private static final Map<String, String> KAFKA_CONFIG =
      Map.of("segment.bytes", "1048576", "index.interval.bytes", "200");

  @TempDir Path root;
  private LogKit kit;

  @BeforeEach
  void kit() throws IOException {
    kit = new LogKit(root);
    kit.now = System.currentTimeMillis();
    kit.config = LogConfig.DEFAULT.withSegment(1500, Long.MAX_VALUE).withIndexInterval(200);
  }

  private ByteBuffer batch(int i) {
    return Batches.of(1 + i % 3)
        .valueSize(60)
        .timestamp(kit.now - 5000 + i)
        .producer(i % 4, 0, 100 * (i / 4))
        .build();
  }

  /// Sequences with gaps on purpose: replicated batches are not checked.
  private void writeOurs(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      kit.log().append(batch(i), AppendOrigin.COORDINATOR, i / 10, kit.now);
    }
    kit.log()
        .append(
            Batches.of(2).producer(77, 0, 0).transactional().timestamp(kit.now).build(),
            AppendOrigin.COORDINATOR,
            to / 10,
            kit.now);
    kit.log()
        .append(
            Batches.marker(77, 0, false, 3, kit.now), AppendOrigin.COORDINATOR, to / 10, kit.now);
    kit.log()
        .append(
            Batches.of(1).producer(78, 0, 0).transactional().timestamp(kit.now).build(),
            AppendOrigin.COORDINATOR,
            to / 10,
            kit.now);
  }

  @Test
  void kafkaReadsOurs() throws Exception {
    kit.create();
    writeOurs(0, 60);
    kit.runWork();
    long end = kit.log().logEndOffset();
    List<Long> ours = kit.baseOffsets(0);
    EpochEndOffset epoch = kit.log().endOffsetFor(3);
    List<ActiveProducer> producers = kit.log().activeProducers();
    kit.log().close(kit.now);
    try (var kafka = new KafkaLog(kit.directory, KAFKA_CONFIG, true)) {
      assertEquals(end, kafka.log.logEndOffset());
      assertEquals(ours, kafka.baseOffsets(0));
      assertEquals(ours.subList(20, ours.size()), kafka.baseOffsets(ours.get(20)));
      assertEquals(epoch.endOffset(), kafka.log.endOffsetForEpoch(3).orElseThrow().offset());
      assertEquals(producers.size(), kafka.log.activeProducers().size());
      kafka
          .log
          .activeProducers()
          .forEach(p -> {
            ActiveProducer mine =
                producers.stream()
                    .filter(o -> o.producerId() == p.producerId())
                    .findFirst()
                    .orElseThrow();
            assertEquals(mine.lastSequence(), p.lastSequence());
            assertEquals(mine.producerEpoch(), p.producerEpoch());
            assertEquals(mine.currentTransactionStartOffset(), p.currentTxnStartOffset());
          });
      List<AbortedTxn> aborted = kafka.log.collectAbortedTransactions(0, end);
      assertEquals(1, aborted.size());
      assertEquals(77, aborted.get(0).producerId());
      assertEquals(LogKit.TOPIC_ID.toString(), kafka.log.topicId().orElseThrow().toString());
      for (LogSegment segment : kafka.log.logSegments()) {
        segment.sanityCheck(false);
      }
    }
  }

  @Test
  void kafkaFindsTimestampsInOurs() throws Exception {
    kit.create();
    writeOurs(0, 60);
    kit.runWork();
    kit.log().close(kit.now);
    kit.openClean();
    try (var kafka = new KafkaLog(copy(kit.directory), KAFKA_CONFIG, true)) {
      for (int i = 0; i < 60; i++) {
        long timestamp = kit.now - 5000 + i;
        var theirs = kafka.log.fetchOffsetByTimestamp(timestamp, java.util.Optional.empty());
        assertEquals(
            theirs.timestampAndOffsetOpt().orElseThrow().offset,
            java.util.Objects.requireNonNull(kit.log().offsetForTimestamp(timestamp)).offset());
      }
      assertEquals(
          kafka
              .log
              .fetchOffsetByTimestamp(-3, java.util.Optional.empty())
              .timestampAndOffsetOpt()
              .orElseThrow()
              .offset,
          java.util.Objects.requireNonNull(kit.log().maxTimestamp()).offset());
    }
  }

  private Path copy(Path directory) throws IOException {
    Path target = Files.createDirectories(root.resolve("copy").resolve("topic-0"));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  @Test
  void weReadKafkasAndKafkaReadsOnAfterUs() throws Exception {
    Files.createDirectories(kit.directory);
    List<Long> theirs;
    try (var kafka = new KafkaLog(kit.directory, KAFKA_CONFIG, false)) {
      for (int i = 0; i < 60; i++) {
        ByteBuffer batch = batch(i);
        kafka.append(batch, false, i / 10);
        if (i % 10 == 9) {
          kafka.log.roll();
        }
      }
      kafka.append(
          Batches.of(2).producer(77, 0, 0).transactional().timestamp(kit.now).build(), false, 6);
      kafka.append(Batches.marker(77, 0, false, 3, kit.now), true, 6);
      theirs = kafka.baseOffsets(0);
    }
    PartitionLog log = kit.openClean();
    assertTrue(kit.damaged.isEmpty());
    assertEquals(theirs, kit.baseOffsets(0));
    for (long offset : theirs) {
      assertEquals(offset, kit.baseOffsets(offset).get(0));
    }
    assertEquals(6, log.latestLeaderEpoch());
    assertEquals(5, log.activeProducers().size());
    assertEquals(
        List.of(new AbortedTransaction(77, theirs.get(60))),
        log.abortedTransactions(0, log.logEndOffset()));
    assertNull(log.offsetForTimestamp(kit.now + 1));
    writeOurs(60, 90);
    List<Long> both = kit.baseOffsets(0);
    kit.runWork();
    log.close(kit.now);
    try (var kafka = new KafkaLog(kit.directory, KAFKA_CONFIG, true)) {
      assertEquals(both, kafka.baseOffsets(0));
      kafka.append(batch(1), false, 9);
      both.add(kafka.log.logEndOffset() - 2);
    }
    kit.openClean();
    assertEquals(both, kit.baseOffsets(0));
    assertTrue(kit.damaged.isEmpty());
  }
}
