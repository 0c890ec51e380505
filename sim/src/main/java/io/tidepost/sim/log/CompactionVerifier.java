package io.tidepost.sim.log;

import io.tidepost.log.AbortedTransaction;
import io.tidepost.log.FileRecords;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.RecordIterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a compacted log from start to end, as a consumer with `read_committed` does, and holds it
/// against what was written.
final class CompactionVerifier {

  private final LogProcess process;
  private final PartitionLog log;
  private final CompactionModel model;
  private final long deleteRetentionMillis;
  private final long nowMillis;
  private final TreeMap<Long, CompactionModel.Entry> written;
  private final Set<Long> found = new HashSet<>();
  private final Map<Integer, CompactionModel.Entry> visible = new HashMap<>();
  private final List<AbortedTransaction> aborted = new ArrayList<>();
  private final Set<Long> abortedNow = new HashSet<>();

  CompactionVerifier(
      LogProcess process,
      PartitionLog log,
      CompactionModel model,
      long deleteRetentionMillis,
      long nowMillis) {
    this.process = process;
    this.log = log;
    this.model = model;
    this.deleteRetentionMillis = deleteRetentionMillis;
    this.nowMillis = nowMillis;
    this.written = model.entries();
  }

  void verify() throws IOException {
    if (log.logEndOffset() != model.end) {
      throw new SimulationFailure(
          "the log ends at %d, not at %d".formatted(log.logEndOffset(), model.end));
    }
    Map<Long, Long> open = model.openTransactions();
    long unstable = log.firstUnstableOffset(model.end);
    long expected = open.values().stream().min(Long::compare).orElse(-1L);
    if (unstable != expected) {
      throw new SimulationFailure(
          "the first unstable offset is %d, not %d".formatted(unstable, expected));
    }
    long stable = expected < 0 ? model.end : expected;
    read(stable);
    checkState(model.newest(stable));
    checkUncompacted(stable);
  }

  private void read(long lastStableOffset) throws IOException {
    aborted.addAll(log.abortedTransactions(log.logStartOffset(), lastStableOffset));
    aborted.sort((a, b) -> Long.compare(a.firstOffset(), b.firstOffset()));
    long offset = log.logStartOffset();
    while (offset < lastStableOffset) {
      ReadResult result = log.read(offset, 3_000, lastStableOffset, true);
      if (result.status() == ReadResult.Status.VERIFY) {
        process.run(Objects.requireNonNull(result.work()));
        continue;
      }
      if (result.status() != ReadResult.Status.OK) {
        throw new SimulationFailure("reading offset %d: %s".formatted(offset, result));
      }
      if (result.records().sizeInBytes() == 0) {
        break;
      }
      batches(bytes((FileRecords) result.records()), offset);
      offset = result.nextOffset();
    }
  }

  private static ByteBuffer bytes(FileRecords records) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(records.sizeInBytes());
    while (bytes.hasRemaining()
        && records.file().read(bytes, records.position() + bytes.position()) > 0) {
      // until all is there
    }
    return bytes.flip();
  }

  private void batches(ByteBuffer bytes, long from) {
    for (int start = 0; start < bytes.limit(); start += BatchHeader.sizeInBytes(bytes, start)) {
      if (!BatchChecksum.matches(bytes, start)) {
        throw new SimulationFailure("a batch with a wrong checksum behind offset " + from);
      }
      if (BatchHeader.lastOffset(bytes, start) >= from) {
        batch(bytes, start);
      }
    }
  }

  private void batch(ByteBuffer bytes, int start) {
    long producerId = BatchHeader.producerId(bytes, start);
    while (!aborted.isEmpty()
        && aborted.getFirst().firstOffset() <= BatchHeader.lastOffset(bytes, start)) {
      abortedNow.add(aborted.removeFirst().producerId());
    }
    RecordIterator records = new RecordIterator().start(bytes, start, 1 << 20);
    if (BatchHeader.isControl(bytes, start)) {
      if (records.next() && ControlRecords.type(records.key()) == ControlRecords.ABORT) {
        abortedNow.remove(producerId);
      }
      return;
    }
    boolean hidden = BatchHeader.isTransactional(bytes, start) && abortedNow.contains(producerId);
    while (records.next()) {
      CompactionModel.Entry entry = written.get(records.offset());
      if (entry == null
          || entry.key() != Objects.requireNonNull(records.key()).getInt(0)
          || !Objects.equals(entry.value(), text(records.value()))
          || entry.timestamp() != records.timestamp()) {
        throw new SimulationFailure(
            "offset %d holds something else than %s".formatted(records.offset(), entry));
      }
      found.add(entry.offset());
      if (!hidden) {
        visible.put(entry.key(), entry);
      }
    }
  }

  private static @Nullable String text(@Nullable ByteBuffer value) {
    return value == null ? null : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }

  /// Whoever reads all of it comes to the same state as somebody who read everything ever written.
  private void checkState(Map<Integer, CompactionModel.Entry> newest) {
    for (CompactionModel.Entry entry : newest.values()) {
      CompactionModel.Entry seen = visible.remove(entry.key());
      if (seen == entry) {
        continue;
      }
      if (entry.value() != null) {
        throw new SimulationFailure(
            "the newest value %s is lost, there is %s".formatted(entry, seen));
      }
      if (seen != null) {
        throw new SimulationFailure("the deleted key of %s came back: %s".formatted(entry, seen));
      }
      if (nowMillis < entry.writtenMillis() + deleteRetentionMillis) {
        throw new SimulationFailure("the tombstone %s went too soon".formatted(entry));
      }
    }
    if (!visible.isEmpty()) {
      throw new SimulationFailure("never committed, and yet visible: " + visible.values());
    }
  }

  /// What compaction may not have touched is all there; aborted records may go with their segment.
  private void checkUncompacted(long lastStableOffset) {
    for (CompactionModel.Entry entry :
        written.subMap(Math.min(model.compactedEnd, lastStableOffset), lastStableOffset).values()) {
      boolean mayGo = entry.in().transactional && !model.committed(entry.in());
      if (!mayGo && !found.contains(entry.offset())) {
        throw new SimulationFailure(entry + " is gone although nothing was compacted there");
      }
    }
  }
}
