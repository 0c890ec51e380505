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

  static {
    GROUP
        .ofInt("producer.id.expiration.check.interval.ms", 600000)
        .atLeast(1)
        .internal()
        .noEffect(Reasons.WITH_RETENTION)
        .says("How often idle producers are looked for, in milliseconds.");
    GROUP
        .ofInt("transactional.id.expiration.ms", 604800000)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("How long an idle transactional id is remembered, in milliseconds.");
    GROUP
        .ofInt("transaction.max.timeout.ms", 900000)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Longest transaction timeout a producer may ask for, in milliseconds.");
    GROUP
        .ofInt("transaction.state.log.num.partitions", 50)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Partitions of `__transaction_state`.");
    GROUP
        .ofShort("transaction.state.log.replication.factor", (short) 3)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Replicas of `__transaction_state`.");
    GROUP
        .ofInt("transaction.state.log.min.isr", 2)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("In-sync replicas that `__transaction_state` needs for a write.");
    GROUP
        .ofInt("transaction.state.log.segment.bytes", 104857600)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Segment size of `__transaction_state` in bytes.");
    GROUP
        .ofInt("transaction.state.log.load.buffer.size", 5242880)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Bytes read at once while a transaction coordinator loads.");
    GROUP
        .ofInt("transaction.abort.timed.out.transaction.cleanup.interval.ms", 10000)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("How often timed-out transactions are aborted, in milliseconds.");
    GROUP
        .ofInt("transaction.remove.expired.transaction.cleanup.interval.ms", 3600000)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("How often expired transactional ids are removed, in milliseconds.");
    GROUP
        .ofBoolean("transaction.partition.verification.enable", true)
        .clusterWide()
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Whether a partition asks the coordinator before it takes a transactional batch.");
    GROUP
        .ofBoolean("transaction.two.phase.commit.enable", false)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Whether a transaction may stay prepared for an outside coordinator (KIP-939).");
    GROUP
        .ofInt("add.partitions.to.txn.retry.backoff.ms", 20)
        .atLeast(1)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Pause before a partition is added to a transaction again, in milliseconds.");
    GROUP
        .ofInt("add.partitions.to.txn.retry.backoff.max.ms", 100)
        .atLeast(0)
        .noEffect(Reasons.NO_TRANSACTIONS)
        .says("Longest time such tries may take, in milliseconds.");
  }

  private TransactionOptions() {}
}
