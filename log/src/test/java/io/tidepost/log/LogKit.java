package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A log under test with everything around it in the test's hands: its directory, its deferred
/// work, what it reports.
final class LogKit implements LogEvents {

  static final TopicPartition TP = new TopicPartition("topic", 0);
  static final Uuid TOPIC_ID = new Uuid(0x1234_5678_9abc_4defL, 0x8765_4321_0fed_cba9L);

  final Disk disk;
  final Path directory;
  final Deque<LogWork> work = new ArrayDeque<>();
  final List<DamagedRange> damaged = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final LogEnvironment environment;
  LogConfig config = LogConfig.DEFAULT;
  long now = 1_000_000;
  @Nullable PartitionLog log;

  LogKit(Path parent) {
    this(new FaultyDisk(), parent);
  }

  LogKit(Disk disk, Path parent) {
    this.disk = disk;
    this.directory = parent.resolve(TP.toString());
    var random = new Random(7);
    this.environment =
        new LogEnvironment(
            disk,
            new Randomness() {
              @Override
              public long nextLong() {
                return random.nextLong();
              }

              @Override
              public int nextInt(int bound) {
                return random.nextInt(bound);
              }
            },
            work::add,
            this,
            86_400_000);
  }

  PartitionLog create() throws IOException {
    log = PartitionLog.create(environment, directory, TP, TOPIC_ID, config, now);
    return log;
  }

  PartitionLog open(LogOpenHints hints) throws IOException {
    damaged.clear();
    notes.clear();
    log = PartitionLog.open(environment, directory, TP, config, hints, now);
    return log;
  }

  PartitionLog openClean() throws IOException {
    return open(new LogOpenHints(true, -1, -1, false));
  }

  PartitionLog openUnclean() throws IOException {
    return open(LogOpenHints.UNKNOWN);
  }

  PartitionLog log() {
    return java.util.Objects.requireNonNull(log);
  }

  /// Closes cleanly and opens again.
  PartitionLog restart() throws IOException {
    runWork();
    log().close(now);
    return openClean();
  }

  /// Forgets the process without a word to the disk, and opens again.
  PartitionLog crash() throws IOException {
    log().abandon();
    work.clear();
    return openUnclean();
  }

  /// Runs all deferred work, whatever its delay.
  void runWork() {
    while (!work.isEmpty()) {
      run(work.remove());
    }
  }

  static void run(LogWork work) {
    try {
      work.run();
    } catch (IOException e) {
      work.failed(e);
      return;
    }
    work.completed();
  }

  void sync() {
    LogWork sync = log().beginSync();
    if (sync != null) {
      run(sync);
    }
  }

  AppendResult append(Batches batch) {
    return append(batch.build());
  }

  AppendResult append(ByteBuffer batch) {
    try {
      return log().append(batch, AppendOrigin.CLIENT, 0, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ReadResult read(long offset) throws IOException {
    return read(offset, 1 << 20, Long.MAX_VALUE);
  }

  /// Reads, doing the verification that a shell would do elsewhere.
  ReadResult read(long offset, int maxBytes, long maxOffset) throws IOException {
    ReadResult result = log().read(offset, maxBytes, maxOffset, true);
    for (int i = 0; i < 100 && result.status() == ReadResult.Status.VERIFY; i++) {
      run(java.util.Objects.requireNonNull(result.work()));
      result = log().read(offset, maxBytes, maxOffset, true);
    }
    return result;
  }

  static ByteBuffer bytes(ReadResult result) throws IOException {
    if (!(result.records() instanceof FileRecords range)) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer bytes = ByteBuffer.allocate(range.sizeInBytes());
    while (bytes.hasRemaining()
        && range.file().read(bytes, range.position() + bytes.position()) > 0) {
      // until the range is there
    }
    return bytes.flip();
  }

  /// Base offsets of all batches from `offset` to the end, skipping nothing; `-1` marks a place
  /// where a read was refused as corrupt, after which the damage is stepped over.
  List<Long> baseOffsets(long offset) throws IOException {
    List<Long> offsets = new ArrayList<>();
    long next = offset;
    while (next < log().logEndOffset()) {
      ReadResult result = read(next);
      if (result.status() == ReadResult.Status.CORRUPT) {
        offsets.add(-1L);
        next = endOfDamageAt(next);
        continue;
      }
      ByteBuffer bytes = bytes(result);
      if (!bytes.hasRemaining()) {
        break;
      }
      for (int at = 0; at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
        if (BatchHeader.lastOffset(bytes, at) < next) {
          throw new AssertionError("batch ends before the offset asked for");
        }
        offsets.add(BatchHeader.baseOffset(bytes, at));
      }
      next = result.nextOffset();
    }
    return offsets;
  }

  private long endOfDamageAt(long offset) {
    for (DamagedRange range : log().damagedRanges()) {
      if (offset < range.endOffset() && offset >= range.firstOffset()) {
        return range.endOffset();
      }
    }
    throw new AssertionError("refused as corrupt but not known to be damaged: " + offset);
  }

  @Override
  public void damaged(TopicPartition topicPartition, DamagedRange range) {
    damaged.add(range);
  }

  @Override
  public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {
    notes.add("cut " + bytes + " bytes at " + position + " of " + file.getFileName());
  }

  @Override
  public void rebuilt(TopicPartition topicPartition, Path file, String reason) {
    notes.add("rebuilt " + file.getFileName() + ": " + reason);
  }

  @Override
  public void warning(TopicPartition topicPartition, String message) {
    notes.add("warning " + message);
  }
}
