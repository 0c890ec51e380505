package io.tidepost.sim.log;

import io.tidepost.log.DamagedRange;
import io.tidepost.log.FileRecords;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a log as a consumer would and compares all of it with the model.
final class LogVerifier {

  private final LogProcess process;
  private final PartitionModel model;
  private final PartitionLog log;

  /// What was read, by base offset.
  final TreeMap<Long, ModelBatch> found = new TreeMap<>();

  /// Offsets that were refused as corrupt: from, to.
  private final List<long[]> refused = new ArrayList<>();

  LogVerifier(LogProcess process, PartitionModel model) {
    this.process = process;
    this.model = model;
    this.log = process.log(model.topicPartition);
  }

  private SimulationFailure broken(String what) {
    return new SimulationFailure(model.topicPartition + ": " + what);
  }

  /// Reads everything and holds it against the model.
  ///
  /// @param mustEnd every batch that ends at or before this offset has to be there
  void verify(long mustEnd) throws IOException {
    readAll();
    for (ModelBatch owed : model.owed(mustEnd)) {
      if (found.get(owed.baseOffset) == owed || owed.flipped) {
        continue;
      }
      throw broken("lost " + owed + explain(owed.baseOffset));
    }
    checkEnd(mustEnd);
    checkSequences();
  }

  private String explain(long offset) {
    return ", the log is %d to %d, refused: %s"
            .formatted(
                log.logStartOffset(),
                log.logEndOffset(),
                refused.stream().map(range -> range[0] + "-" + range[1]).toList())
        + ", found there: "
        + found.get(offset);
  }

  /// Offsets of acknowledged records are never given out again. Only a flipped bit at the very end
  /// of the log looks exactly like a torn write.
  private void checkEnd(long mustEnd) {
    if (log.logEndOffset() >= mustEnd) {
      return;
    }
    for (ModelBatch owed : model.owed(mustEnd)) {
      if (owed.endOffset() > log.logEndOffset() && !owed.flipped) {
        throw broken("the log ends at %d before %s".formatted(log.logEndOffset(), owed));
      }
    }
    if (!model.damaged() && log.logEndOffset() < model.usedEnd) {
      throw broken(
          "the log ends at %d, acknowledged to %d".formatted(log.logEndOffset(), model.usedEnd));
    }
  }

  private void readAll() throws IOException {
    long offset = log.logStartOffset();
    while (offset < log.logEndOffset()) {
      ReadResult result = read(log, process, offset);
      switch (result.status()) {
        case CORRUPT -> offset = stepOver(offset);
        case OK -> {
          if (result.records().sizeInBytes() == 0) {
            throw broken(
                "nothing at offset %d before the end %d".formatted(offset, log.logEndOffset()));
          }
          compare(bytes(result), offset);
          offset = result.nextOffset();
        }
        default -> throw broken("offset %d: %s".formatted(offset, result.status()));
      }
    }
  }

  private long stepOver(long offset) {
    for (DamagedRange range : log.damagedRanges()) {
      if (range.firstOffset() <= offset && offset < range.endOffset()) {
        refused.add(new long[] {offset, range.endOffset()});
        return range.endOffset();
      }
    }
    // Records that are gone without a trace of damage: the next damage is what the reader names.
    for (DamagedRange range : log.damagedRanges()) {
      if (offset < range.firstOffset()) {
        refused.add(new long[] {offset, range.firstOffset()});
        return range.firstOffset();
      }
    }
    throw broken("offset " + offset + " is refused, but not known to be damaged");
  }

  private void compare(ByteBuffer bytes, long wanted) {
    boolean first = true;
    for (int at = 0; at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
      if (bytes.limit() - at < BatchHeader.SIZE || !BatchChecksum.matches(bytes, at)) {
        throw broken("served bytes that are not a sound batch, from offset " + wanted);
      }
      long base = BatchHeader.baseOffset(bytes, at);
      if (first && BatchHeader.lastOffset(bytes, at) < wanted) {
        throw broken("served a batch that ends before offset " + wanted);
      }
      first = false;
      ByteBuffer batch = bytes.slice(at, BatchHeader.sizeInBytes(bytes, at));
      ModelBatch known = known(base, batch);
      if (known == null) {
        throw broken("served something at offset " + base + " that was never written there");
      }
      found.put(base, known);
    }
  }

  private @Nullable ModelBatch known(long base, ByteBuffer batch) {
    ModelBatch expected = model.batches.get(base);
    if (expected != null && expected.placed.equals(batch)) {
      return expected;
    }
    for (ModelBatch ghost : model.ghostsAt(base)) {
      if (ghost.placed.equals(batch)) {
        return ghost;
      }
    }
    return null;
  }

  /// No record of an idempotent producer is there twice, or out of order.
  private void checkSequences() {
    Map<Long, ModelBatch> last = new HashMap<>();
    for (ModelBatch batch : found.values()) {
      if (!batch.idempotent() || batch.flipped) {
        continue;
      }
      ModelBatch before = last.put(batch.producerId, batch);
      if (before != null && batch.baseSequence < before.baseSequence + before.count) {
        throw broken(batch + " repeats " + before);
      }
    }
  }

  /// Reads at `offset`, with the verification that the broker does elsewhere.
  static ReadResult read(PartitionLog log, LogProcess process, long offset) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      ReadResult result = log.read(offset, 1000, Long.MAX_VALUE, true);
      if (result.status() != ReadResult.Status.VERIFY || result.work() == null) {
        return result;
      }
      process.run(result.work());
    }
    throw new SimulationFailure(
        log.topicPartition() + ": offset " + offset + " is verified again and again");
  }

  /// The bytes that would be sent.
  static ByteBuffer bytes(ReadResult result) throws IOException {
    if (!(result.records() instanceof FileRecords range)) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer bytes = ByteBuffer.allocate(range.sizeInBytes());
    while (bytes.hasRemaining()) {
      if (range.file().read(bytes, range.position() + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.flip();
  }
}
