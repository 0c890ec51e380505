package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.log.compaction.CompactionSettings;
import io.tidepost.log.compaction.KeyHash;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.RecordHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.storage.internals.log.Cleaner;
import org.apache.kafka.storage.internals.log.LogToClean;
import org.apache.kafka.storage.internals.log.SkimpyOffsetMap;
import org.apache.kafka.storage.internals.utils.Throttler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Apache Kafka's own cleaner and ours leave the same batches with the same records behind.
class CompactionOracleTest {

  private static final long DELETE_RETENTION = 10_000;
  private static final int SEGMENT_BYTES = 1 << 20;

  @TempDir Path root;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leaveTheSameBehind(long seed) throws Exception {
    var kit = new LogKit(root);
    kit.now = System.currentTimeMillis() - 1_000_000;
    kit.config =
        LogConfig.DEFAULT
            .withSegment(3000, Long.MAX_VALUE)
            .withIndexInterval(200)
            .withCleanup(false, true, new CompactionConfig(0, DELETE_RETENTION, 0, Long.MAX_VALUE));
    kit.create();
    write(kit, new Random(seed));
    kit.runWork();
    kit.log().close(kit.now);
    Path copy = root.resolve("kafka").resolve(LogKit.TP.toString());
    copy(kit.directory, copy);
    Map<String, String> config =
        Map.of(
            "segment.bytes",
            Integer.toString(SEGMENT_BYTES),
            "index.interval.bytes",
            "200",
            "cleanup.policy",
            "compact",
            "delete.retention.ms",
            Long.toString(DELETE_RETENTION));
    kit.config = kit.config.withSegment(SEGMENT_BYTES, Long.MAX_VALUE);
    kit.openClean();
    try (KafkaLog kafka = new KafkaLog(copy, config, true)) {
      long before = kit.log().sizeInBytes();
      for (int round = 0; round < 3; round++) {
        CompactionNeed need = kit.log().compactionNeed(-1, kit.log().logEndOffset(), kit.now);
        compact(kit, need);
        clean(kafka, need, kit.now);
        assertLinesMatch(batches(copy), batches(kit.directory), seed, round);
        kit.now += DELETE_RETENTION + 1;
      }
      assertTrue(kit.log().sizeInBytes() < before);
    }
    kit.log().close(kit.now);
  }

  private static void assertLinesMatch(
      List<String> kafkas, List<String> ours, long seed, int round) {
    for (int i = 0; i < Math.min(kafkas.size(), ours.size()); i++) {
      assertEquals(kafkas.get(i), ours.get(i), "seed " + seed + ", round " + round);
    }
    assertEquals(kafkas.size(), ours.size(), "seed " + seed + ", round " + round);
  }

  private static void compact(LogKit kit, CompactionNeed need) throws IOException {
    var settings = new CompactionSettings(1 << 20, 0.9, 4096, 5000, new KeyHash(3, 4));
    LogCompaction compaction = kit.log().beginCompaction(need, settings, kit.now);
    LogWork work;
    while ((work = compaction.next()) != null) {
      work.run();
      work.completed();
      kit.runWork();
    }
    assertEquals(LogCompaction.Outcome.DONE, compaction.outcome(), compaction.message());
    assertEquals(need.upperBound(), compaction.cleanedOffset());
  }

  private static void clean(KafkaLog kafka, CompactionNeed need, long now) throws Exception {
    var throttler = new Throttler(Double.MAX_VALUE, 300, "throttler", "entries", Time.SYSTEM);
    new Cleaner(
            0,
            new SkimpyOffsetMap(1 << 20),
            64 << 10,
            64 << 10,
            0.9,
            throttler,
            Time.SYSTEM,
            partition -> {})
        .doClean(new LogToClean(kafka.log, need.firstDirtyOffset(), need.upperBound(), false), now);
  }

  private static void write(LogKit kit, Random random) throws IOException {
    int keys = 3 + random.nextInt(30);
    int[] sequences = new int[6];
    boolean[] open = new boolean[6];
    for (int i = 0; i < 250; i++) {
      int producer = random.nextInt(6);
      boolean transactional = producer >= 3;
      if (open[producer] && random.nextInt(3) == 0) {
        open[producer] = false;
        kit.log()
            .append(
                ControlRecords.transactionMarker(
                    kit.now, producer, (short) 0, random.nextBoolean(), 0),
                AppendOrigin.COORDINATOR,
                0,
                kit.now);
      } else {
        ByteBuffer batch = batch(random, producer, sequences, transactional, keys, kit.now);
        open[producer] |= transactional;
        assertTrue(kit.log().append(batch, AppendOrigin.CLIENT, i / 50, kit.now).accepted());
      }
      kit.now += random.nextInt(50);
    }
  }

  private static ByteBuffer batch(
      Random random, int producer, int[] sequences, boolean transactional, int keys, long now) {
    var batch = new BatchBuilder();
    int count = 1 + random.nextInt(6);
    if (producer > 0) {
      batch.producer(producer, (short) 0, sequences[producer]);
      sequences[producer] += count;
    }
    if (transactional) {
      batch.transactional();
    }
    if (random.nextInt(3) == 0) {
      batch.compression(Compression.values()[1 + random.nextInt(4)]);
    }
    for (int i = 0; i < count; i++) {
      ByteBuffer key = bytes("key-" + random.nextInt(keys) + "x".repeat(random.nextInt(2)));
      ByteBuffer value = random.nextInt(4) == 0 ? null : bytes("value " + random.nextInt());
      batch.append(
          now - random.nextInt(1000),
          random.nextInt(40) == 0 ? null : key,
          value,
          random.nextInt(5) == 0 ? List.of(new RecordHeader("h", bytes("1"))) : List.of());
    }
    return batch.build();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Everything that is in the segments of a directory, in words.
  private static List<String> batches(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    List<Path> files;
    try (var entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
    for (Path file : files) {
      try (FileRecords records = FileRecords.open(file.toFile())) {
        for (RecordBatch batch : records.batches()) {
          batch.ensureValid();
          lines.add(words(batch));
        }
      }
    }
    return lines;
  }

  private static String words(RecordBatch batch) {
    var line = new StringBuilder();
    line.append(batch.baseOffset()).append('-').append(batch.lastOffset());
    line.append(" epoch ").append(batch.partitionLeaderEpoch());
    line.append(" max ").append(batch.maxTimestamp());
    line.append(" producer ").append(batch.producerId()).append('/').append(batch.baseSequence());
    line.append(batch.isTransactional() ? " transactional" : "");
    line.append(batch.isControlBatch() ? " control" : "");
    line.append(' ').append(batch.compressionType()).append(' ').append(batch.deleteHorizonMs());
    for (Record record : batch) {
      line.append(" [").append(record.offset()).append(' ').append(record.timestamp());
      line.append(' ').append(text(record.key())).append('=').append(text(record.value()));
      line.append(' ').append(record.headers().length).append(']');
    }
    return line.toString();
  }

  private static String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? "null" : new String(Utils.toArray(bytes), StandardCharsets.ISO_8859_1);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var entries = Files.list(from)) {
      for (Path file : entries.toList()) {
        Files.copy(file, to.resolve(Objects.requireNonNull(file.getFileName()).toString()));
      }
    }
  }
}
