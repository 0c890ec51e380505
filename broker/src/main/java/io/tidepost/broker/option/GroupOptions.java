package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Synonym;
import java.util.List;

/// Group options: what can be set on one group.
public final class GroupOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Group options", Scope.GROUP);

  public static final Option<Integer> SHARE_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("share.session.timeout.ms", 45000)
          .atLeast(1)
          .synonyms(Synonym.of("group.share.session.timeout.ms"))
          .says(
              "How long a member of a share group is trusted without a heartbeat, in"
                  + " milliseconds.");

  public static final Option<Integer> SHARE_HEARTBEAT_INTERVAL_MS =
      GROUP
          .ofInt("share.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .synonyms(Synonym.of("group.share.heartbeat.interval.ms"))
          .says("Time between two heartbeats of a member of a share group, in milliseconds.");

  public static final Option<Integer> SHARE_RECORD_LOCK_DURATION_MS =
      GROUP
          .ofInt("share.record.lock.duration.ms", 30000)
          .atLeast(1000)
          .synonyms(Synonym.of("group.share.record.lock.duration.ms"))
          .says("How long a delivered record is locked, in milliseconds.");

  public static final Option<Integer> SHARE_DELIVERY_COUNT_LIMIT =
      GROUP
          .ofInt("share.delivery.count.limit", 5)
          .atLeast(2)
          .synonyms(Synonym.of("group.share.delivery.count.limit"))
          .says("How often a record is delivered before it is given up.");

  public static final Option<Integer> SHARE_PARTITION_MAX_RECORD_LOCKS =
      GROUP
          .ofInt("share.partition.max.record.locks", 2000)
          .atLeast(100)
          .synonyms(Synonym.of("group.share.partition.max.record.locks"))
          .says("Most records locked at once per partition.");

  public static final Option<String> SHARE_AUTO_OFFSET_RESET =
      GROUP
          .ofString("share.auto.offset.reset", "latest")
          .where(new Check.OffsetReset())
          .says("Where a share group without offsets begins.");

  public static final Option<String> SHARE_ISOLATION_LEVEL =
      GROUP
          .ofString("share.isolation.level", "read_uncommitted")
          .oneOf("read_committed", "read_uncommitted")
          .says("Whether a share group sees records of open and aborted transactions.");

  public static final Option<Boolean> SHARE_RENEW_ACKNOWLEDGE_ENABLE =
      GROUP
          .ofBoolean("share.renew.acknowledge.enable", true)
          .says("Whether members may renew the lock of a record.");

  public static final Option<String> ERRORS_DEADLETTERQUEUE_TOPIC_NAME =
      GROUP
          .ofString("errors.deadletterqueue.topic.name", "")
          .says("Topic for records a share group could not deliver.");

  public static final Option<Boolean> ERRORS_DEADLETTERQUEUE_COPY_RECORD_ENABLE =
      GROUP
          .ofBoolean("errors.deadletterqueue.copy.record.enable", false)
          .says("Whether such a record is copied there whole.");

  public static final Option<Integer> CONSUMER_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("consumer.session.timeout.ms", 45000)
          .atLeast(1)
          .synonyms(Synonym.of("group.consumer.session.timeout.ms"))
          .says(
              "How long a member of a consumer group is trusted without a heartbeat, in"
                  + " milliseconds.");

  public static final Option<Integer> CONSUMER_HEARTBEAT_INTERVAL_MS =
      GROUP
          .ofInt("consumer.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .synonyms(Synonym.of("group.consumer.heartbeat.interval.ms"))
          .says("Time between two heartbeats of a member of a consumer group, in milliseconds.");

  public static final Option<Integer> CONSUMER_ASSIGNMENT_INTERVAL_MS =
      GROUP
          .ofInt("consumer.assignment.interval.ms", 1000)
          .atLeast(0)
          .synonyms(Synonym.of("group.consumer.assignment.interval.ms"))
          .says("Least time between two assignments of a consumer group, in milliseconds.");

  public static final Option<Integer> STREAMS_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("streams.session.timeout.ms", 45000)
          .atLeast(1)
          .synonyms(Synonym.of("group.streams.session.timeout.ms"))
          .says(
              "How long a member of a streams group is trusted without a heartbeat, in"
                  + " milliseconds.");

  public static final Option<Integer> STREAMS_HEARTBEAT_INTERVAL_MS =
      GROUP
          .ofInt("streams.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .synonyms(Synonym.of("group.streams.heartbeat.interval.ms"))
          .says("Time between two heartbeats of a member of a streams group, in milliseconds.");

  public static final Option<Integer> STREAMS_ASSIGNMENT_INTERVAL_MS =
      GROUP
          .ofInt("streams.assignment.interval.ms", 1000)
          .atLeast(0)
          .synonyms(Synonym.of("group.streams.assignment.interval.ms"))
          .says("Least time between two assignments of a streams group, in milliseconds.");

  public static final Option<Integer> STREAMS_INITIAL_REBALANCE_DELAY_MS =
      GROUP
          .ofInt("streams.initial.rebalance.delay.ms", 3000)
          .atLeast(0)
          .synonyms(Synonym.of("group.streams.initial.rebalance.delay.ms"))
          .says(
              "How long the first assignment of an empty streams group waits for more members, in"
                  + " milliseconds.");

  public static final Option<Integer> STREAMS_NUM_STANDBY_REPLICAS =
      GROUP
          .ofInt("streams.num.standby.replicas", 0)
          .atLeast(0)
          .synonyms(Synonym.of("group.streams.num.standby.replicas"))
          .says("Standby copies of each task's state.");

  public static final Option<Integer> STREAMS_TASK_OFFSET_INTERVAL_MS =
      GROUP
          .ofInt("streams.task.offset.interval.ms", 60000)
          .atLeast(1)
          .synonyms(Synonym.of("group.streams.task.offset.interval.ms"))
          .says("How often members say how far the state of their tasks is, in milliseconds.");

  public static final Option<Integer> SHARE_ASSIGNMENT_INTERVAL_MS =
      GROUP
          .ofInt("share.assignment.interval.ms", 1000)
          .atLeast(0)
          .synonyms(Synonym.of("group.share.assignment.interval.ms"))
          .says("Least time between two assignments of a share group, in milliseconds.");

  /// Found by name.
  public static final OptionSet ALL = new OptionSet(List.of(GROUP));

  private GroupOptions() {}
}
