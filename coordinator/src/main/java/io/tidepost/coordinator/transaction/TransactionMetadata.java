package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// All that is kept about one transactional id, immutable; each step makes the next one.
///
/// @param transactionalId the id
/// @param producerId in use
/// @param previousProducerId used before the last rotation, -1 for none
/// @param nextProducerId takes over once the markers are written because the producer epoch is
///   exhausted, -1 for none
/// @param producerEpoch current producer epoch
/// @param lastProducerEpoch the one before, under which a client may repeat a request; -1 for none
/// @param timeoutMillis how long a transaction may stay open
/// @param state see [TransactionState]
/// @param partitions what the transaction wrote to, in the order in which they joined
/// @param startMillis when the transaction began, milliseconds since 1970, -1 before the first
/// @param lastUpdateMillis when anything changed last, milliseconds since 1970
/// @param clientVersion the `transaction.version` that ended the last transaction
public record TransactionMetadata(
    String transactionalId,
    long producerId,
    long previousProducerId,
    long nextProducerId,
    short producerEpoch,
    short lastProducerEpoch,
    int timeoutMillis,
    TransactionState state,
    Set<TopicPartition> partitions,
    long startMillis,
    long lastUpdateMillis,
    short clientVersion) {

  /// The `transaction.version` from which on each end of a transaction raises the producer epoch.
  public static final short EPOCH_BUMP_VERSION = 2;

  /// No producer id.
  public static final long NO_ID = -1;

  /// No producer epoch.
  public static final short NO_EPOCH = -1;

  public TransactionMetadata {
    partitions = Collections.unmodifiableSet(partitions);
  }

  /// A transactional id that was never seen.
  static TransactionMetadata first(
      String transactionalId, long producerId, int timeoutMillis, long nowMillis) {
    return new TransactionMetadata(
        transactionalId,
        producerId,
        NO_ID,
        NO_ID,
        (short) 0,
        NO_EPOCH,
        timeoutMillis,
        TransactionState.EMPTY,
        Set.of(),
        -1,
        nowMillis,
        (short) 0);
  }

  /// Whether no client may get a newer epoch of this producer id: the largest one is left for
  /// fencing.
  public boolean isEpochExhausted() {
    return isExhausted(producerEpoch);
  }

  static boolean isExhausted(short epoch) {
    return epoch >= Short.MAX_VALUE - 1;
  }

  /// Whether the last transaction was ended under KIP-890.
  public boolean endsWithEpochBump() {
    return clientVersion >= EPOCH_BUMP_VERSION;
  }

  /// A producer starts (again) with this epoch.
  TransactionMetadata initialized(short epoch, short lastEpoch, int timeout, long nowMillis) {
    return idle(producerId, producerId, epoch, lastEpoch, timeout, nowMillis);
  }

  /// A producer starts with a new producer id.
  ///
  /// @param recordLastEpoch whether the one who asked may repeat the request
  TransactionMetadata rotated(long newId, boolean recordLastEpoch, int timeout, long nowMillis) {
    short last = recordLastEpoch ? producerEpoch : NO_EPOCH;
    return idle(newId, producerId, (short) 0, last, timeout, nowMillis);
  }

  private TransactionMetadata idle(
      long id, long previousId, short epoch, short lastEpoch, int timeout, long nowMillis) {
    return new TransactionMetadata(
        transactionalId,
        id,
        previousId,
        NO_ID,
        epoch,
        lastEpoch,
        timeout,
        TransactionState.EMPTY,
        Set.of(),
        -1,
        nowMillis,
        (short) 0);
  }

  /// Partitions join; the first ones begin the transaction.
  TransactionMetadata withPartitions(Set<TopicPartition> joining, long nowMillis) {
    Set<TopicPartition> all = new LinkedHashSet<>(partitions);
    all.addAll(joining);
    return new TransactionMetadata(
        transactionalId,
        producerId,
        previousProducerId,
        NO_ID,
        producerEpoch,
        lastProducerEpoch,
        timeoutMillis,
        TransactionState.ONGOING,
        all,
        state == TransactionState.ONGOING ? startMillis : nowMillis,
        nowMillis,
        (short) 0);
  }

  /// The outcome is fixed.
  ///
  /// @param version of the protocol that ends it; from [#EPOCH_BUMP_VERSION] on the epoch is raised
  /// @param nextId producer id that takes over afterwards, -1 for none
  TransactionMetadata prepared(boolean commit, short version, long nextId, long nowMillis) {
    boolean bump = version >= EPOCH_BUMP_VERSION;
    return prepared(
        commit,
        bump ? (short) (producerEpoch + 1) : producerEpoch,
        bump ? producerEpoch : lastProducerEpoch,
        version,
        nextId,
        nowMillis);
  }

  /// The outcome is fixed to be an abort, by the coordinator itself: the epoch is raised so that
  /// the producer is fenced, and it cannot repeat anything.
  TransactionMetadata fenced(short version, long nextId, long nowMillis) {
    short epoch = (short) Math.min(Short.MAX_VALUE, producerEpoch + 1);
    return prepared(false, epoch, NO_EPOCH, version, nextId, nowMillis);
  }

  private TransactionMetadata prepared(
      boolean commit, short epoch, short lastEpoch, short version, long nextId, long nowMillis) {
    return new TransactionMetadata(
        transactionalId,
        producerId,
        previousProducerId,
        nextId,
        epoch,
        lastEpoch,
        timeoutMillis,
        commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
        partitions,
        state == TransactionState.ONGOING ? startMillis : nowMillis,
        nowMillis,
        version);
  }

  /// All markers are written.
  TransactionMetadata completed(long nowMillis) {
    boolean rotates = nextProducerId != NO_ID;
    return new TransactionMetadata(
        transactionalId,
        rotates ? nextProducerId : producerId,
        rotates ? producerId : previousProducerId,
        NO_ID,
        rotates ? (short) 0 : producerEpoch,
        lastProducerEpoch,
        timeoutMillis,
        state == TransactionState.PREPARE_COMMIT
            ? TransactionState.COMPLETE_COMMIT
            : TransactionState.COMPLETE_ABORT,
        Set.of(),
        startMillis,
        nowMillis,
        clientVersion);
  }

  /// Whether the transaction has been open for longer than its producer allowed.
  boolean isTimedOut(long nowMillis) {
    return state == TransactionState.ONGOING && startMillis + timeoutMillis < nowMillis;
  }
}
