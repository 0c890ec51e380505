package io.tidepost.log.compaction;

import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.producer.TransactionMarker;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the transactions of a log from its start while it is walked: which data was aborted, and
/// whether anything of a transaction is left when its marker comes.
final class CleanedTransactions {

  private static final class Aborted {
    final TransactionIndex.Entry entry;
    boolean seen;

    Aborted(TransactionIndex.Entry entry) {
      this.entry = entry;
    }
  }

  private final List<TransactionIndex.Entry> aborted;
  private int next;
  private final Map<Long, Aborted> abortedNow = new HashMap<>();
  private final Set<Long> committedNow = new HashSet<>();
  private TransactionIndex.@Nullable Entry kept;

  /// @param aborted by first offset
  CleanedTransactions(List<TransactionIndex.Entry> aborted) {
    this.aborted = aborted;
  }

  private void advance(long offset) {
    while (next < aborted.size() && aborted.get(next).firstOffset() <= offset) {
      TransactionIndex.Entry entry = aborted.get(next++);
      Aborted known = abortedNow.get(entry.producerId());
      if (known == null || known.entry.lastOffset() < entry.firstOffset()) {
        abortedNow.put(entry.producerId(), new Aborted(entry));
      }
    }
  }

  /// Meets a data batch.
  ///
  /// @return whether it was aborted
  boolean data(ByteBuffer b, int start) {
    advance(BatchHeader.lastOffset(b, start));
    if (!BatchHeader.isTransactional(b, start)) {
      return false;
    }
    long producerId = BatchHeader.producerId(b, start);
    Aborted transaction = abortedNow.get(producerId);
    if (transaction != null && transaction.entry.lastOffset() < BatchHeader.baseOffset(b, start)) {
      // Its marker was not met: the walk began behind it, or it is gone.
      abortedNow.remove(producerId);
      transaction = null;
    }
    if (transaction == null) {
      committedNow.add(producerId);
      return false;
    }
    transaction.seen = true;
    return true;
  }

  /// Meets a control batch.
  ///
  /// @return whether nothing of its transaction is left, so that it may go as well
  boolean control(ByteBuffer b, int start) {
    kept = null;
    advance(BatchHeader.lastOffset(b, start));
    if (BatchHeader.recordCount(b, start) == 0) {
      return true;
    }
    TransactionMarker marker = TransactionMarker.read(b, start);
    if (marker == null) {
      return false;
    }
    long producerId = BatchHeader.producerId(b, start);
    if (marker.commit()) {
      return !committedNow.remove(producerId);
    }
    Aborted transaction = abortedNow.remove(producerId);
    if (transaction == null || !transaction.seen) {
      return true;
    }
    kept = transaction.entry;
    return false;
  }

  /// The aborted transaction that the last control batch ended, when some of it is left.
  TransactionIndex.@Nullable Entry kept() {
    return kept;
  }
}
