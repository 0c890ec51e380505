package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Producers and transactions: producer ids and the transaction coordinator.
public final class TransactionOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP =
      new OptionGroup("Producers and transactions", Scope.READ_ONLY);

  /// How long a partition remembers an idle producer's sequence, in milliseconds.
  public static final Option<Integer> PRODUCER_ID_EXPIRATION_MS =
      GROUP
          .ofInt("producer.id.expiration.ms", 86400000)
          .atLeast(1)
          .says("How long a partition remembers an idle producer's sequence, in milliseconds.");

  /// How long an idle transactional id is remembered, in milliseconds.
  public static final Option<Integer> TRANSACTIONAL_ID_EXPIRATION_MS =
      GROUP
          .ofInt("transactional.id.expiration.ms", 604800000)
          .atLeast(1)
          .says("How long an idle transactional id is remembered, in milliseconds.");

  /// Longest transaction timeout a producer may ask for, in milliseconds.
  public static final Option<Integer> MAX_TIMEOUT_MS =
      GROUP
          .ofInt("transaction.max.timeout.ms", 900000)
          .atLeast(1)
          .says("Longest transaction timeout a producer may ask for, in milliseconds.");

  /// Partitions of `__transaction_state`.
  public static final Option<Integer> STATE_LOG_NUM_PARTITIONS =
      GROUP
          .ofInt("transaction.state.log.num.partitions", 50)
          .atLeast(1)
          .says("Partitions of `__transaction_state`.");

  /// Replicas of `__transaction_state`; as many as there are brokers when there are fewer.
  public static final Option<Short> STATE_LOG_REPLICATION_FACTOR =
      GROUP
          .ofShort("transaction.state.log.replication.factor", (short) 3)
          .atLeast(1)
          .says(
              "Replicas of `__transaction_state`; as many as there are brokers when there are"
                  + " fewer.");

  /// In-sync replicas that `__transaction_state` needs for a write.
  public static final Option<Integer> STATE_LOG_MIN_ISR =
      GROUP
          .ofInt("transaction.state.log.min.isr", 2)
          .atLeast(1)
          .says("In-sync replicas that `__transaction_state` needs for a write.");

  /// Segment size of `__transaction_state` in bytes.
  public static final Option<Integer> STATE_LOG_SEGMENT_BYTES =
      GROUP
          .ofInt("transaction.state.log.segment.bytes", 104857600)
          .atLeast(1)
          .says("Segment size of `__transaction_state` in bytes.");

  /// Bytes read at once while a transaction coordinator loads.
  public static final Option<Integer> STATE_LOG_LOAD_BUFFER_SIZE =
      GROUP
          .ofInt("transaction.state.log.load.buffer.size", 5242880)
          .atLeast(1)
          .says("Bytes read at once while a transaction coordinator loads.");

  /// How often timed-out transactions are aborted, in milliseconds.
  public static final Option<Integer> ABORT_TIMED_OUT_INTERVAL_MS =
      GROUP
          .ofInt("transaction.abort.timed.out.transaction.cleanup.interval.ms", 10000)
          .atLeast(1)
          .says("How often timed-out transactions are aborted, in milliseconds.");

  /// How often expired transactional ids are removed, in milliseconds.
  public static final Option<Integer> REMOVE_EXPIRED_INTERVAL_MS =
      GROUP
          .ofInt("transaction.remove.expired.transaction.cleanup.interval.ms", 3600000)
          .atLeast(1)
          .says("How often expired transactional ids are removed, in milliseconds.");

  /// Whether a partition asks the coordinator before it takes a transactional batch.
  public static final Option<Boolean> PARTITION_VERIFICATION_ENABLE =
      GROUP
          .ofBoolean("transaction.partition.verification.enable", true)
          .clusterWide()
          .says("Whether a partition asks the coordinator before it takes a transactional batch.");

  static {
    GROUP
        .ofInt("producer.id.expiration.check.interval.ms", 600000)
        .atLeast(1)
        .internal()
        .noEffect(Reasons.WITH_RETENTION)
        .says("How often idle producers are looked for, in milliseconds.");
    GROUP
        .ofBoolean("transaction.two.phase.commit.enable", false)
        .noEffect(Reasons.NO_TWO_PHASE_COMMIT)
        .says("Whether a transaction may stay prepared for an outside coordinator (KIP-939).");
    GROUP
        .ofInt("add.partitions.to.txn.retry.backoff.ms", 20)
        .atLeast(1)
        .noEffect(Reasons.TRANSACTIONS_WAIT)
        .says("Pause before a partition is added to a transaction again, in milliseconds.");
    GROUP
        .ofInt("add.partitions.to.txn.retry.backoff.max.ms", 100)
        .atLeast(0)
        .noEffect(Reasons.TRANSACTIONS_WAIT)
        .says("Longest time such tries may take, in milliseconds.");
  }

  private TransactionOptions() {}
}
