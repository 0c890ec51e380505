package io.tidepost.replica;

import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What is transactional about writing to one partition (KIP-890): a producer's first batch in a
/// transaction is let in only once the transaction coordinator knows that the partition is part of
/// the transaction, and everything of that producer behind it waits, so that nothing is overtaken.
/// Otherwise a late batch could open a transaction that nobody ends, and block readers for ever.
///
/// ```
///  batch ── transaction open here? ── yes ─────────────────────────────> log
///                 └ no ── ask the coordinator ── in it, no marker since ──┘
///                              ^                         └ marker came ┐
///                              └───────────────────────────────────────┘
/// ```
///
/// On the partition's owner loop only.
public final class TransactionGate {

  /// Asks the transaction coordinator whether the partition is part of a producer's transaction, or
  /// makes it a part.
  @FunctionalInterface
  public interface Question {

    /// @param answer told [ErrorCode#NONE] when it is, else what the producer is to be told; on the
    ///   partition's owner loop, once, during the call or later
    void ask(long producerId, short producerEpoch, Consumer<ErrorCode> answer);
  }

  private static final AppendResult NOT_APPENDED =
      new AppendResult(AppendResult.Status.INVALID_TXN_STATE, -1, -1, -1, -1, null);

  /// Something that waits for the coordinator.
  private record Waiting(short producerEpoch, Question question, Consumer<ErrorCode> decided) {}

  private static final class Queue {
    final List<Waiting> waiting = new ArrayList<>(2);
    boolean markerCame;
  }

  private final PartitionLeader leader;
  private final Map<Long, Queue> queues = new HashMap<>(2);

  TransactionGate(PartitionLeader leader) {
    this.leader = leader;
  }

  /// Takes a client's transactional batch; otherwise as [PartitionLeader#append].
  ///
  /// @param question asked when this partition does not know the transaction
  public void append(
      ByteBuffer batch,
      short acks,
      long deadlineMillis,
      long nowMillis,
      Question question,
      AppendCallback callback) {
    long producerId = BatchHeader.producerId(batch, batch.position());
    admit(
        producerId,
        BatchHeader.producerEpoch(batch, batch.position()),
        question,
        error -> {
          if (error == ErrorCode.NONE) {
            leader.append(batch, AppendOrigin.CLIENT, acks, deadlineMillis, nowMillis, callback);
          } else {
            callback.complete(error, NOT_APPENDED, why(producerId, error));
          }
        });
  }

  /// Waits until records of a producer's transaction may be written here.
  ///
  /// @param question asked when this partition does not know the transaction
  /// @param decided told [ErrorCode#NONE] when they may be written, right now, during the call
  public void admit(
      long producerId, short producerEpoch, Question question, Consumer<ErrorCode> decided) {
    Queue queue = queues.get(producerId);
    if (queue != null) {
      queue.waiting.add(new Waiting(producerEpoch, question, decided));
    } else if (isDecidedByLog(producerId, producerEpoch)) {
      decided.accept(ErrorCode.NONE);
    } else {
      queue = new Queue();
      queue.waiting.add(new Waiting(producerEpoch, question, decided));
      queues.put(producerId, queue);
      ask(producerId, queue);
    }
  }

  /// Either the transaction is open here, or a newer producer epoch has been seen and the log will
  /// refuse.
  private boolean isDecidedByLog(long producerId, short producerEpoch) {
    PartitionLog log = leader.log();
    int known = log.producerEpoch(producerId);
    return leader.isStopped()
        || known > producerEpoch
        || (known == producerEpoch && log.hasOpenTransaction(producerId));
  }

  private void ask(long producerId, Queue queue) {
    Waiting first = queue.waiting.get(0);
    queue.markerCame = false;
    first.question.ask(
        producerId,
        first.producerEpoch,
        error -> answered(producerId, first.producerEpoch, queue, error));
  }

  private void answered(long producerId, short producerEpoch, Queue queue, ErrorCode error) {
    if (error == ErrorCode.NONE && queue.markerCame) {
      // The answer may be older than the marker.
      ask(producerId, queue);
      return;
    }
    queues.remove(producerId);
    for (Waiting waiting : queue.waiting) {
      if (waiting.producerEpoch == producerEpoch) {
        waiting.decided.accept(error);
      } else {
        admit(producerId, waiting.producerEpoch, waiting.question, waiting.decided);
      }
    }
  }

  private String why(long producerId, ErrorCode error) {
    return "%s is not part of a transaction of producer %d: %s"
        .formatted(leader.topicPartition(), producerId, error);
  }

  /// Ends a producer's transaction in this partition; answered once that is committed. A partition
  /// that the producer never wrote to takes the marker too, and is fenced by it.
  ///
  /// @param producerEpoch that the marker carries
  /// @param coordinatorEpoch of who ends it
  /// @param commit `false` aborts
  /// @param transactionVersion from 2 on the marker's epoch must be newer than the transaction's
  public void end(
      long producerId,
      short producerEpoch,
      int coordinatorEpoch,
      boolean commit,
      short transactionVersion,
      long nowMillis,
      AppendCallback callback) {
    PartitionLog log = leader.log();
    boolean open = log.hasOpenTransaction(producerId);
    if (transactionVersion >= 2 && open && log.producerEpoch(producerId) >= producerEpoch) {
      callback.complete(
          ErrorCode.INVALID_PRODUCER_EPOCH,
          NOT_APPENDED,
          "%s: the marker's producer epoch %d does not end the transaction of producer %d"
              .formatted(leader.topicPartition(), producerEpoch, producerId));
      return;
    }
    Queue queue = queues.get(producerId);
    if (queue != null) {
      queue.markerCame = true;
    }
    leader.transactionEnds();
    leader.append(
        ControlRecords.transactionMarker(
            nowMillis, producerId, producerEpoch, commit, coordinatorEpoch),
        AppendOrigin.COORDINATOR,
        PartitionLeader.ACKS_ALL,
        Long.MAX_VALUE,
        nowMillis,
        callback);
  }
}
