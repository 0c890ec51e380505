package io.tidepost.broker.option;

/// Why an option is accepted without effect, or refused.
final class Reasons {

  static final String ONE_NODE =
      "a single node has no other node to replicate to, to hear from or to hand over to";

  static final String NO_POOL =
      "work runs on the event loops and one small pool (`num.network.threads`, `num.io.threads`)";

  static final String NO_SUCH_PART = "the part of Apache Kafka that it tunes does not exist here";

  static final String NO_QUEUE =
      "requests run where they are read instead of queueing; `queued.max.request.bytes` bounds"
          + " their memory";

  static final String NO_PURGATORY =
      "requests that have waited are forgotten as soon as they are answered";

  static final String MOVES_ON_POOL = "partitions are moved by the threads of `num.io.threads`";

  static final String NO_PREALLOCATION = "active segments get room ahead of their end as they grow";

  static final String DURABILITY =
      "`tidepost.durability` decides what is synced before a record is acknowledged";

  static final String NO_REMOTE_STORAGE = "remote storage is not supported by this version";

  static final String DERIVED =
      "recovery verifies the logs themselves, whatever the age of such a file";

  static final String RATIS =
      "voters agree by Apache Ratis, whose members send to each other instead of fetching";

  static final String CLASSIC_GROUPS_ONLY = "only classic groups are served by this version";

  static final String SNAPSHOTS_BOUND_IT =
      "the metadata log keeps the last two snapshots and what follows the older one";

  static final String WITH_RETENTION =
      "it happens whenever retention is looked at (`log.retention.check.interval.ms`)";

  static final String NO_LINGER =
      "a coordinator writes at once what one turn of its event loop brought";

  static final String NO_TWO_PHASE_COMMIT =
      "the version of InitProducerId that asks for it is not stable in Apache Kafka 4.4 either";

  static final String TRANSACTIONS_WAIT =
      "a request that finds the transaction before still ending waits for its end instead of coming"
          + " back";

  static final String NO_METRICS = "metrics are not reported by this version";

  static final String NO_CONNECTIONS_OUT =
      "nodes log in to each other by PLAIN and SCRAM, without classes of their own for that";

  static final String NOTHING_UNSTABLE = "nothing unstable is served";

  static final String NO_CORDON = "directories cannot be cordoned in this version";

  static final String NO_SECURITY_PROVIDERS =
      "security providers are not supported by this version";

  private Reasons() {}
}
