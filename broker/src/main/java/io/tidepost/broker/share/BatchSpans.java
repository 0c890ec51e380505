package io.tidepost.broker.share;

import io.tidepost.log.AbortedTransaction;
import io.tidepost.log.FileRecords;
import io.tidepost.log.segment.HeaderWalk;
import io.tidepost.replica.share.FetchedBatch;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The batches in a range of a log: their offsets, where they stand, and whether somebody may see
/// their records. Only headers are looked at.
final class BatchSpans {

  /// More batches than this are not looked at in one fetch.
  private static final int BATCHES_MAX = 1000;

  private final RecordData records;
  private final List<FetchedBatch> batches = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private final List<AbortedTransaction> aborted;
  private final Set<Long> abortedProducers = new HashSet<>();

  private BatchSpans(RecordData records, @Nullable List<AbortedTransaction> aborted) {
    this.records = records;
    this.aborted = aborted == null ? new ArrayList<>() : new ArrayList<>(aborted);
  }

  /// Looks at the batches until there are enough offsets from `newFrom` on.
  ///
  /// @param aborted transactions whose records nobody may see; `null` when all may be seen
  /// @param newFrom first offset that counts
  /// @param count how many offsets are enough
  static BatchSpans of(
      RecordData records,
      @Nullable List<AbortedTransaction> aborted,
      long newFrom,
      int count,
      ByteBuffer scratch)
      throws IOException {
    BatchSpans spans = new BatchSpans(records, aborted);
    long enough = newFrom + count;
    switch (records) {
      case FileRecords file -> spans.walk(file, enough, scratch);
      case BufferRecords memory -> spans.walk(memory.buffer(), enough);
      default ->
          throw new IllegalStateException("records in " + records.getClass() + " cannot be read");
    }
    return spans;
  }

  private void walk(FileRecords file, long enough, ByteBuffer scratch) throws IOException {
    long end = file.position() + file.sizeInBytes();
    HeaderWalk walk = new HeaderWalk(file.file(), file.position(), end, scratch);
    while (wantsMore(enough) && walk.position() < end && walk.load()) {
      add(
          walk.baseOffset(),
          walk.lastOffset(),
          walk.isControl(),
          walk.isTransactional() ? walk.producerId() : -1,
          (int) (walk.position() + walk.size() - file.position()));
      walk.skip();
    }
  }

  private void walk(ByteBuffer buffer, long enough) {
    int at = buffer.position();
    while (wantsMore(enough) && buffer.limit() - at >= BatchHeader.SIZE) {
      int end = at + BatchHeader.sizeInBytes(buffer, at);
      add(
          BatchHeader.baseOffset(buffer, at),
          BatchHeader.lastOffset(buffer, at),
          BatchHeader.isControl(buffer, at),
          BatchHeader.isTransactional(buffer, at) ? BatchHeader.producerId(buffer, at) : -1,
          end - buffer.position());
      at = end;
    }
  }

  private boolean wantsMore(long enough) {
    return batches.size() < BATCHES_MAX
        && (batches.isEmpty() || batches.getLast().lastOffset() + 1 < enough);
  }

  /// A marker ends the transaction of its producer, so what follows is another one.
  private void add(long baseOffset, long lastOffset, boolean control, long producerId, int end) {
    aborted.removeIf(transaction -> {
      boolean begun = transaction.firstOffset() <= lastOffset;
      if (begun) {
        abortedProducers.add(transaction.producerId());
      }
      return begun;
    });
    boolean visible = !control && (producerId < 0 || !abortedProducers.contains(producerId));
    if (control) {
      abortedProducers.remove(producerId);
    }
    batches.add(new FetchedBatch(baseOffset, lastOffset, visible));
    ends.add(end);
  }

  List<FetchedBatch> batches() {
    return batches;
  }

  /// The bytes of the batches from the one that contains `first` to the one that contains `last`.
  RecordData slice(long first, long last) {
    int from = 0;
    int to = 0;
    for (int i = 0; i < batches.size(); i++) {
      FetchedBatch batch = batches.get(i);
      if (batch.lastOffset() < first) {
        from = ends.get(i);
      }
      if (batch.baseOffset() <= last) {
        to = ends.get(i);
      }
    }
    return switch (records) {
      case FileRecords file -> new FileRecords(file.file(), file.position() + from, to - from);
      case BufferRecords memory ->
          new BufferRecords(memory.buffer().slice(memory.buffer().position() + from, to - from));
      default -> throw new IllegalStateException("records in " + records.getClass());
    };
  }
}
