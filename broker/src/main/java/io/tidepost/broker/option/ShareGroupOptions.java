package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Share groups: groups whose members share partitions (KIP-932).
public final class ShareGroupOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Share groups", Scope.READ_ONLY);

  public static final Option<Integer> GROUP_SHARE_MAX_SIZE =
      GROUP.ofInt("group.share.max.size", 200).between(1, 1000).says("Most members of one group.");

  public static final Option<Integer> GROUP_SHARE_MAX_SHARE_SESSIONS =
      GROUP
          .ofInt("group.share.max.share.sessions", 2000)
          .atLeast(1)
          .says("Share sessions this broker remembers.");

  public static final Option<Integer> STATE_TOPIC_NUM_PARTITIONS =
      GROUP
          .ofInt("share.coordinator.state.topic.num.partitions", 50)
          .atLeast(1)
          .says("Partitions of `__share_group_state`.");

  public static final Option<Short> STATE_TOPIC_REPLICATION_FACTOR =
      GROUP
          .ofShort("share.coordinator.state.topic.replication.factor", (short) 3)
          .atLeast(1)
          .says("Replicas of `__share_group_state`.");

  public static final Option<Short> STATE_TOPIC_MIN_ISR =
      GROUP
          .ofShort("share.coordinator.state.topic.min.isr", (short) 2)
          .atLeast(1)
          .says("In-sync replicas that `__share_group_state` needs for a write.");

  public static final Option<Integer> STATE_TOPIC_SEGMENT_BYTES =
      GROUP
          .ofInt("share.coordinator.state.topic.segment.bytes", 104857600)
          .atLeast(1)
          .says("Segment size of `__share_group_state` in bytes.");

  public static final Option<Integer> STATE_TOPIC_COMPRESSION_CODEC =
      GROUP
          .ofInt("share.coordinator.state.topic.compression.codec", 0)
          .says("Codec of batches in `__share_group_state`.");

  public static final Option<Integer> STATE_TOPIC_PRUNE_INTERVAL_MS =
      GROUP
          .ofInt("share.coordinator.state.topic.prune.interval.ms", 300000)
          .atLeast(1)
          .internal()
          .says(
              "How often superseded records of `__share_group_state` are deleted, in"
                  + " milliseconds.");

  public static final Option<Integer> SNAPSHOT_UPDATE_RECORDS_PER_SNAPSHOT =
      GROUP
          .ofInt("share.coordinator.snapshot.update.records.per.snapshot", 500)
          .between(0, 500)
          .says("Updates between two snapshots of a share partition's state.");

  public static final Option<Integer> LOAD_BUFFER_SIZE =
      GROUP
          .ofInt("share.coordinator.load.buffer.size", 5242880)
          .atLeast(1)
          .says("Bytes read at once while a share coordinator loads.");

  public static final Option<Integer> WRITE_TIMEOUT_MS =
      GROUP
          .ofInt("share.coordinator.write.timeout.ms", 5000)
          .atLeast(1)
          .says("How long a write of share state waits to be replicated, in milliseconds.");

  public static final Option<Boolean> DEADLETTERQUEUE_AUTO_CREATE_TOPICS_ENABLE =
      GROUP
          .ofBoolean("errors.deadletterqueue.auto.create.topics.enable", false)
          .clusterWide()
          .says(
              "Whether a dead-letter topic that a share group names is created when it is needed.");

  public static final Option<String> DEADLETTERQUEUE_TOPIC_NAME_PREFIX =
      GROUP
          .ofString("errors.deadletterqueue.topic.name.prefix", "dlq.")
          .clusterWide()
          .says("What the names of dead-letter topics have to begin with; may be empty.");

  static {
    GROUP
        .ofList("group.share.assignors", List.of("simple"))
        .where(new Check.Elements(List.of(), false))
        .noEffect("`simple` is the only assignor of share groups")
        .says("Assignors on the server's side.");
    GROUP
        .ofInt("group.share.session.timeout.ms", 45000)
        .atLeast(1)
        .says("How long a member is trusted without a heartbeat, in milliseconds.");
    GROUP
        .ofInt("group.share.min.session.timeout.ms", 45000)
        .atLeast(1)
        .says("Shortest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.max.session.timeout.ms", 60000)
        .atLeast(1)
        .says("Longest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Time between two heartbeats of a member, in milliseconds.");
    GROUP
        .ofInt("group.share.min.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Shortest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.max.heartbeat.interval.ms", 15000)
        .atLeast(1)
        .says("Longest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.assignment.interval.ms", 1000)
        .atLeast(0)
        .clusterWide()
        .says("Least time between two assignments, in milliseconds.");
    GROUP
        .ofInt("group.share.min.assignment.interval.ms", 0)
        .atLeast(0)
        .says("Shortest assignment interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.max.assignment.interval.ms", 15000)
        .atLeast(0)
        .says("Longest assignment interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.delivery.count.limit", 5)
        .between(2, 10)
        .says("How often a record is delivered before it is given up.");
    GROUP
        .ofInt("group.share.min.delivery.count.limit", 2)
        .between(2, 5)
        .says("Lowest delivery limit a group may be given.");
    GROUP
        .ofInt("group.share.max.delivery.count.limit", 10)
        .between(5, 25)
        .says("Highest delivery limit a group may be given.");
    GROUP
        .ofInt("group.share.record.lock.duration.ms", 30000)
        .between(1000, 3600000)
        .says("How long a delivered record is locked, in milliseconds.");
    GROUP
        .ofInt("group.share.min.record.lock.duration.ms", 15000)
        .between(1000, 30000)
        .says("Shortest lock a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.max.record.lock.duration.ms", 60000)
        .between(30000, 3600000)
        .says("Longest lock a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.share.partition.max.record.locks", 2000)
        .between(100, 10000)
        .says("Most records locked at once per partition.");
    GROUP
        .ofInt("group.share.min.partition.max.record.locks", 100)
        .between(100, 2000)
        .says("Lowest bound on locked records a group may be given.");
    GROUP
        .ofInt("group.share.max.partition.max.record.locks", 4000)
        .between(2000, 10000)
        .says("Highest bound on locked records a group may be given.");
    GROUP
        .ofInt("group.share.initialize.retry.interval.ms", 30000)
        .atLeast(1)
        .internal()
        .noEffect("the state of a share partition is made when it is first asked for")
        .says("Pause before a share partition's state is initialised again, in milliseconds.");
    GROUP
        .ofString(
            "group.share.persister.class.name",
            "org.apache.kafka.server.share.persister.DefaultStatePersister")
        .internal()
        .noEffect("the share coordinator of this broker keeps the state")
        .says("Class that keeps the state of share partitions.");
    GROUP
        .ofInt("share.coordinator.cold.partition.snapshot.interval.ms", 300000)
        .atLeast(1)
        .internal()
        .noEffect(
            "a share partition without traffic gets a snapshot when it keeps too much of the log")
        .says("How often a share partition without traffic gets a snapshot, in milliseconds.");
    GROUP
        .ofInt("share.coordinator.threads", 1)
        .atLeast(1)
        .noEffect("a coordinator runs on the event loop of its partition")
        .says("Threads that run share coordinators.");
    GROUP
        .ofInt("share.coordinator.append.linger.ms", -1)
        .atLeast(-1)
        .noEffect(Reasons.NO_LINGER)
        .says(
            "How long a share coordinator gathers records before it writes them, in milliseconds.");
    GROUP
        .ofInt("share.coordinator.cached.buffer.max.bytes", 1048588)
        .atLeast(524288)
        .clusterWide()
        .noEffect("a write gets a buffer of its size, and none is kept")
        .says("Largest buffer a share coordinator keeps for its next write, in bytes.");
  }

  private ShareGroupOptions() {}
}
