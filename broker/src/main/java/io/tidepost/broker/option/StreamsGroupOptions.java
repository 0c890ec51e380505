package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Streams groups: groups of Kafka Streams instances (KIP-1071).
public final class StreamsGroupOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Streams groups", Scope.READ_ONLY);

  public static final Option<Integer> GROUP_STREAMS_MAX_SIZE =
      GROUP
          .ofInt("group.streams.max.size", Integer.MAX_VALUE)
          .atLeast(1)
          .says("Most members of one group.");

  static {
    GROUP
        .ofInt("group.streams.session.timeout.ms", 45000)
        .atLeast(1)
        .says("How long a member is trusted without a heartbeat, in milliseconds.");
    GROUP
        .ofInt("group.streams.min.session.timeout.ms", 45000)
        .atLeast(1)
        .says("Shortest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.max.session.timeout.ms", 60000)
        .atLeast(1)
        .says("Longest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Time between two heartbeats of a member, in milliseconds.");
    GROUP
        .ofInt("group.streams.min.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Shortest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.max.heartbeat.interval.ms", 15000)
        .atLeast(1)
        .says("Longest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.assignment.interval.ms", 1000)
        .atLeast(0)
        .clusterWide()
        .says("Least time between two assignments, in milliseconds.");
    GROUP
        .ofInt("group.streams.min.assignment.interval.ms", 0)
        .atLeast(0)
        .says("Shortest assignment interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.max.assignment.interval.ms", 15000)
        .atLeast(0)
        .says("Longest assignment interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.initial.rebalance.delay.ms", 3000)
        .atLeast(0)
        .says(
            "How long the first assignment of an empty group waits for more members, in"
                + " milliseconds.");
    GROUP
        .ofInt("group.streams.num.standby.replicas", 0)
        .atLeast(0)
        .says("Standby copies of each task's state.");
    GROUP
        .ofInt("group.streams.task.offset.interval.ms", 60000)
        .atLeast(1)
        .says("How often members say how far the state of their tasks is, in milliseconds.");
    GROUP
        .ofInt("group.streams.min.task.offset.interval.ms", 15000)
        .atLeast(1)
        .says("Shortest task offset interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.streams.max.standby.replicas", 2)
        .atLeast(0)
        .says("Most standby copies a group may be given.");
  }

  private StreamsGroupOptions() {}
}
