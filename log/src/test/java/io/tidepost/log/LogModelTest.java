package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random lives of a log against a map of what was written: whatever happens in between, what is
/// read is what was written, whole and in order.
class LogModelTest {

  private static final int SEEDS = 12;
  private static final int STEPS = 250;

  @TempDir Path root;

  /// What was written: base offset to the batch's bytes.
  private final TreeMap<Long, ByteBuffer> model = new TreeMap<>();

  private Random random = new Random(0);

  @SuppressWarnings("NullAway.Init") // set by the test before anything else
  private LogKit kit;

  private long end;
  private int sequence;
  private int leaderEpoch;

  static List<Long> seeds() {
    return range(1, SEEDS);
  }

  static List<Long> manySeeds() {
    return range(1000, 1000 + 80 * SEEDS);
  }

  private static List<Long> range(long first, long last) {
    List<Long> seeds = new ArrayList<>();
    for (long seed = first; seed <= last; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("manySeeds")
  void whatIsReadIsWhatWasWrittenForLong(long seed) throws IOException {
    whatIsReadIsWhatWasWritten(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsReadIsWhatWasWritten(long seed) throws IOException {
    random = new Random(seed);
    kit = new LogKit(root);
    kit.config =
        LogConfig.DEFAULT
            .withSegment(500 + random.nextInt(5000), Long.MAX_VALUE)
            .withIndexInterval(50 + random.nextInt(500));
    kit.create();
    for (int step = 0; step < STEPS; step++) {
      step();
      assertEquals(end, kit.log().logEndOffset());
    }
    readAll();
  }

  private void step() throws IOException {
    kit.now += random.nextInt(100);
    switch (random.nextInt(20)) {
      case 0 -> restart();
      case 1 -> kit.crash();
      case 2 -> kit.runWork();
      case 3 -> kit.sync();
      case 4 -> deleteRecords();
      case 5 -> readAll();
      case 6 -> retention();
      case 7 -> leaderEpoch++;
      case 8 -> truncate();
      case 9, 10, 11, 12 -> readSome();
      default -> turn();
    }
    if (!kit.work.isEmpty() && random.nextInt(3) == 0) {
      LogKit.run(kit.work.remove());
    }
  }

  private void restart() throws IOException {
    kit.restart();
    assertEquals(List.of(), kit.notes);
  }

  private void turn() throws IOException {
    int batches = 1 + random.nextInt(4);
    List<ByteBuffer> added = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      int count = 1 + random.nextInt(5);
      Batches batch =
          Batches.of(count)
              .valueSize(random.nextInt(100))
              .timestamp(kit.now + random.nextInt(50))
              .fill('a' + random.nextInt(26));
      if (random.nextBoolean()) {
        batch.producer(9, 0, sequence);
        sequence += count;
      }
      ByteBuffer bytes = batch.build();
      AppendResult result = kit.log().add(bytes, AppendOrigin.CLIENT, leaderEpoch, kit.now);
      assertEquals(AppendResult.Status.APPENDED, result.status(), String.valueOf(result.message()));
      assertEquals(end, result.baseOffset());
      end += count;
      added.add(bytes);
    }
    kit.log().flush(kit.now);
    for (ByteBuffer bytes : added) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
      model.put(BatchHeader.baseOffset(copy, 0), copy);
    }
  }

  private void deleteRecords() throws IOException {
    long start = kit.log().logStartOffset();
    if (random.nextInt(3) == 0 && end > start) {
      long to = start + random.nextInt((int) (end - start) + 1);
      kit.log().deleteRecordsBefore(to, kit.now);
      // The new start is in a file that is written behind the scenes; a crash may come before.
      kit.runWork();
      assertEquals(Math.max(start, to), kit.log().logStartOffset());
    }
  }

  private void retention() throws IOException {
    if (random.nextInt(3) == 0) {
      kit.log().updateConfig(kit.config.withRetention(-1, 4000 + random.nextInt(4000)));
      kit.log().applyRetention(end, kit.now);
      kit.log().updateConfig(kit.config);
      kit.runWork();
    }
  }

  private void truncate() throws IOException {
    long start = kit.log().logStartOffset();
    if (random.nextInt(4) > 0 || end == start || model.isEmpty()) {
      return;
    }
    Long to = model.floorKey(start + random.nextInt((int) (end - start)));
    if (to == null || to <= start) {
      return;
    }
    kit.runWork();
    kit.log().truncateTo(to, kit.now);
    model.tailMap(to, true).clear();
    end = to;
    // The producers' state goes back with the log; a sequence may start anywhere for a new one.
    sequence = nextSequence();
    leaderEpoch = Math.max(leaderEpoch, kit.log().latestLeaderEpoch());
  }

  private int nextSequence() {
    return kit.log().activeProducers().stream()
        .filter(p -> p.producerId() == 9)
        .mapToInt(p -> p.lastSequence() + 1)
        .findFirst()
        .orElse(0);
  }

  private void readSome() throws IOException {
    long start = kit.log().logStartOffset();
    if (end == start) {
      return;
    }
    long offset = start + random.nextInt((int) (end - start));
    long limit = offset + random.nextInt((int) (end - offset) + 1);
    ReadResult result = kit.read(offset, random.nextInt(2000), limit);
    assertEquals(ReadResult.Status.OK, result.status(), String.valueOf(result.message()));
    ByteBuffer bytes = LogKit.bytes(result);
    long next = compare(offset, bytes);
    assertTrue(next <= Math.max(limit, offset));
    if (bytes.hasRemaining()) {
      assertEquals(next, result.nextOffset());
    }
  }

  private long compare(long offset, ByteBuffer bytes) {
    long next = offset;
    for (int at = 0; at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
      long base = java.util.Objects.requireNonNull(model.floorKey(next));
      ByteBuffer expected = java.util.Objects.requireNonNull(model.get(base));
      assertEquals(expected, bytes.slice(at, BatchHeader.sizeInBytes(bytes, at)));
      next = BatchHeader.lastOffset(bytes, at) + 1;
    }
    return next;
  }

  private void readAll() throws IOException {
    long next = kit.log().logStartOffset();
    while (next < end) {
      ReadResult result = kit.read(next, 1 + random.nextInt(4000), Long.MAX_VALUE);
      assertEquals(ReadResult.Status.OK, result.status(), String.valueOf(result.message()));
      long after = compare(next, LogKit.bytes(result));
      assertTrue(after > next, "stuck at " + next + " of " + end);
      next = after;
    }
    assertEquals(List.of(), kit.damaged);
  }
}
