package io.tidepost.log.producer;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.ActiveProducer;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.AppendResult.Status;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All producers of one partition: decides whether a batch may be appended, follows the batches
/// that are, and can take back those of the current turn. The rules are Kafka's (KIP-98, KIP-360).
public final class ProducerStates {

  private record Undo(long producerId, @Nullable ProducerEntry before) {}

  private record Completed(long firstOffset, long lastOffset) {}

  private final TopicPartition topicPartition;
  private final LongMap<ProducerEntry> producers = new LongMap<>();
  private final List<Undo> undo = new ArrayList<>(0);

  /// First offset of each open transaction, and whose it is.
  private final TreeMap<Long, Long> open = new TreeMap<>();

  /// Ended transactions whose marker may still be above the high watermark.
  private final List<Completed> completed = new ArrayList<>(0);

  public ProducerStates(TopicPartition topicPartition) {
    this.topicPartition = topicPartition;
  }

  public boolean isEmpty() {
    return producers.size() == 0;
  }

  // ---- decide

  /// Whether the batch may be appended.
  ///
  /// @return `null` when it may; a duplicate or a refusal otherwise
  public @Nullable AppendResult check(ByteBuffer b, int start, AppendOrigin origin) {
    long producerId = BatchHeader.producerId(b, start);
    if (producerId < 0 || origin == AppendOrigin.REPLICATION) {
      return null;
    }
    ProducerEntry entry = producers.get(producerId);
    if (entry == null) {
      return null;
    }
    short epoch = BatchHeader.producerEpoch(b, start);
    boolean control = BatchHeader.isControl(b, start);
    if (origin == AppendOrigin.CLIENT && !control && epoch == entry.producerEpoch) {
      AppendResult duplicate = duplicate(b, start, entry);
      if (duplicate != null) {
        return duplicate;
      }
    }
    if (epoch < entry.producerEpoch) {
      return AppendResult.refused(
          Status.INVALID_PRODUCER_EPOCH,
          "Producer epoch %d of producer %d in %s is older than %d, the last one seen"
              .formatted(epoch, producerId, topicPartition, entry.producerEpoch));
    }
    if (control) {
      return checkMarker(b, start, entry);
    }
    if (origin == AppendOrigin.CLIENT) {
      AppendResult refused = checkSequence(b, start, entry, epoch);
      if (refused != null) {
        return refused;
      }
    }
    if (entry.transactionFirstOffset >= 0 && !BatchHeader.isTransactional(b, start)) {
      return AppendResult.refused(
          Status.INVALID_TXN_STATE,
          "Producer %d has an open transaction in %s but wrote outside of it"
              .formatted(producerId, topicPartition));
    }
    return null;
  }

  private static @Nullable AppendResult duplicate(ByteBuffer b, int start, ProducerEntry entry) {
    int first = BatchHeader.baseSequence(b, start);
    int slot = entry.findBatch(first, Sequences.plus(first, BatchHeader.lastOffsetDelta(b, start)));
    return slot < 0
        ? null
        : new AppendResult(
            Status.DUPLICATE,
            entry.baseOffsetAt(slot),
            entry.lastOffsetAt(slot),
            entry.timestampAt(slot),
            entry.timestampAt(slot),
            null);
  }

  private @Nullable AppendResult checkMarker(ByteBuffer b, int start, ProducerEntry entry) {
    TransactionMarker marker = TransactionMarker.read(b, start);
    if (marker != null && marker.coordinatorEpoch() < entry.coordinatorEpoch) {
      return AppendResult.refused(
          Status.TRANSACTION_COORDINATOR_FENCED,
          "Coordinator epoch %d for producer %d in %s is older than %d, the last one seen"
              .formatted(
                  marker.coordinatorEpoch(),
                  entry.producerId,
                  topicPartition,
                  entry.coordinatorEpoch));
    }
    return null;
  }

  private @Nullable AppendResult checkSequence(
      ByteBuffer b, int start, ProducerEntry entry, short epoch) {
    int first = BatchHeader.baseSequence(b, start);
    if (epoch != entry.producerEpoch) {
      // A producer whose state is not known (its records may all be gone) may start anywhere.
      return first == 0 || entry.producerEpoch < 0
          ? null
          : outOfOrder(entry, "starts producer epoch " + epoch + " with sequence " + first);
    }
    int last = entry.lastSequence();
    return Sequences.follows(last, first)
        ? null
        : outOfOrder(entry, "sent sequence " + first + " after " + last);
  }

  private AppendResult outOfOrder(ProducerEntry entry, String what) {
    return AppendResult.refused(
        Status.OUT_OF_ORDER_SEQUENCE_NUMBER,
        "Producer %d in %s %s".formatted(entry.producerId, topicPartition, what));
  }

  // ---- apply

  /// Follows a batch that was given its offsets.
  ///
  /// @param undoable whether [#rollback] shall be able to take it back
  /// @return the aborted transaction it ended, `null` for anything else
  public TransactionIndex.@Nullable Entry apply(ByteBuffer b, int start, boolean undoable) {
    long producerId = BatchHeader.producerId(b, start);
    if (producerId < 0) {
      return null;
    }
    ProducerEntry entry = producers.get(producerId);
    if (undoable) {
      undo.add(new Undo(producerId, entry == null ? null : entry.copy()));
    }
    if (entry == null) {
      entry = new ProducerEntry(producerId);
      producers.put(producerId, entry);
    }
    if (BatchHeader.isControl(b, start)) {
      TransactionMarker marker = TransactionMarker.read(b, start);
      return marker == null ? null : end(entry, marker, b, start);
    }
    applyData(entry, b, start);
    return null;
  }

  private void applyData(ProducerEntry entry, ByteBuffer b, int start) {
    short epoch = BatchHeader.producerEpoch(b, start);
    int offsetDelta = BatchHeader.lastOffsetDelta(b, start);
    int firstSequence = BatchHeader.baseSequence(b, start);
    entry.startEpoch(epoch);
    entry.addBatch(
        firstSequence < 0 ? -1 : Sequences.plus(firstSequence, offsetDelta),
        BatchHeader.lastOffset(b, start),
        offsetDelta,
        BatchHeader.maxTimestamp(b, start));
    if (BatchHeader.isTransactional(b, start) && entry.transactionFirstOffset < 0) {
      entry.transactionFirstOffset = BatchHeader.baseOffset(b, start);
      open.put(entry.transactionFirstOffset, entry.producerId);
    }
  }

  private TransactionIndex.@Nullable Entry end(
      ProducerEntry entry, TransactionMarker marker, ByteBuffer b, int start) {
    long firstOffset = entry.transactionFirstOffset;
    long markerOffset = BatchHeader.baseOffset(b, start);
    entry.startEpoch(BatchHeader.producerEpoch(b, start));
    entry.coordinatorEpoch = marker.coordinatorEpoch();
    entry.lastTimestamp = BatchHeader.maxTimestamp(b, start);
    entry.transactionFirstOffset = -1;
    if (firstOffset < 0) {
      return null;
    }
    open.remove(firstOffset);
    completed.add(new Completed(firstOffset, markerOffset));
    long lastStableOffset = open.isEmpty() ? markerOffset + 1 : open.firstKey();
    return marker.commit()
        ? null
        : new TransactionIndex.Entry(entry.producerId, firstOffset, markerOffset, lastStableOffset);
  }

  /// How much there is to take back now; a point for [#rollback].
  public int savepoint() {
    return undo.size();
  }

  /// Takes back what was applied since the savepoint.
  ///
  /// @param endOffset batches from this offset on are gone
  public void rollback(int savepoint, long endOffset) {
    if (undo.size() == savepoint) {
      return;
    }
    for (int i = undo.size() - 1; i >= savepoint; i--) {
      Undo step = undo.remove(i);
      if (step.before == null) {
        producers.remove(step.producerId);
      } else {
        producers.put(step.producerId, step.before);
      }
    }
    completed.removeIf(c -> c.lastOffset >= endOffset);
    open.clear();
    producers.forEach(this::noteOpen);
  }

  private void noteOpen(ProducerEntry entry) {
    if (entry.transactionFirstOffset >= 0) {
      open.put(entry.transactionFirstOffset, entry.producerId);
    }
  }

  /// What was applied so far stays.
  public void commit() {
    undo.clear();
  }

  // ---- transactions

  /// See [io.tidepost.log.PartitionLog#firstUnstableOffset].
  public long firstUnstableOffset(long highWatermark) {
    long first = open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
    for (int i = completed.size() - 1; i >= 0; i--) {
      if (completed.get(i).lastOffset < highWatermark) {
        completed.remove(i);
      } else {
        first = Math.min(first, completed.get(i).firstOffset);
      }
    }
    return first == Long.MAX_VALUE ? -1 : first;
  }

  /// Whether the producer has an open transaction here.
  public boolean hasOpenTransaction(long producerId) {
    ProducerEntry entry = producers.get(producerId);
    return entry != null && entry.transactionFirstOffset >= 0;
  }

  /// The latest producer epoch seen, -1 when the producer is not known.
  public int producerEpoch(long producerId) {
    ProducerEntry entry = producers.get(producerId);
    return entry == null ? -1 : entry.producerEpoch;
  }

  // ---- housekeeping

  /// Forgets producers that were idle for `expirationMillis`.
  public void expire(long nowMillis, long expirationMillis) {
    List<ProducerEntry> idle = new ArrayList<>(0);
    producers.forEach(entry -> {
      if (entry.transactionFirstOffset < 0 && nowMillis - entry.lastTimestamp >= expirationMillis) {
        idle.add(entry);
      }
    });
    idle.forEach(entry -> producers.remove(entry.producerId));
  }

  /// For DescribeProducers, in order of producer id.
  public List<ActiveProducer> active() {
    List<ActiveProducer> result = new ArrayList<>(producers.size());
    producers.forEach(e ->
        result.add(
            new ActiveProducer(
                e.producerId,
                e.producerEpoch,
                e.lastSequence(),
                e.lastTimestamp,
                e.coordinatorEpoch,
                e.transactionFirstOffset)));
    result.sort(Comparator.comparingLong(ActiveProducer::producerId));
    return result;
  }

  /// Takes what [#lastRecords] tells.
  public interface LastRecords {
    /// @param lastOffset of the producer's last data, -1 when only a transaction marker is known
    void take(long producerId, long lastOffset, short producerEpoch);
  }

  /// Tells where the state of each producer comes from, for compaction.
  public void lastRecords(LastRecords to) {
    producers.forEach(e -> to.take(e.producerId, e.lastOffset(), e.producerEpoch));
  }

  /// Forgets everything.
  public void clear() {
    producers.clear();
    undo.clear();
    open.clear();
    completed.clear();
  }

  /// The content of a `.snapshot` file.
  public ByteBuffer toSnapshot() {
    return ProducerSnapshots.write(producers);
  }

  /// Replaces all state by a snapshot's.
  ///
  /// @return `false`, with nothing changed, when the content is damaged
  public boolean load(byte[] snapshot, long nowMillis, long expirationMillis) {
    List<ProducerEntry> entries = ProducerSnapshots.read(snapshot);
    if (entries == null) {
      return false;
    }
    clear();
    for (ProducerEntry entry : entries) {
      if (entry.transactionFirstOffset >= 0 || nowMillis - entry.lastTimestamp < expirationMillis) {
        producers.put(entry.producerId, entry);
        noteOpen(entry);
      }
    }
    return true;
  }
}
