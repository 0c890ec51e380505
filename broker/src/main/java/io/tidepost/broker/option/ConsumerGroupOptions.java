package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Consumer groups: groups of the consumer protocol (KIP-848).
public final class ConsumerGroupOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Consumer groups", Scope.READ_ONLY);

  public static final Option<List<String>> GROUP_CONSUMER_ASSIGNORS =
      GROUP
          .ofList("group.consumer.assignors", List.of("uniform", "range"))
          .where(new Check.Elements(List.of(), false))
          .says("Assignors on the server's side, the first being the default.");

  public static final Option<Integer> GROUP_CONSUMER_MAX_SIZE =
      GROUP
          .ofInt("group.consumer.max.size", Integer.MAX_VALUE)
          .atLeast(1)
          .says("Most members of one group.");

  public static final Option<String> GROUP_CONSUMER_MIGRATION_POLICY =
      GROUP
          .ofString("group.consumer.migration.policy", "bidirectional")
          .where(
              new Check.OneOfAnyCase(List.of("DISABLED", "DOWNGRADE", "UPGRADE", "BIDIRECTIONAL")))
          .says(
              "In which directions a group may change between the classic and the consumer"
                  + " protocol.");

  public static final Option<Integer> GROUP_CONSUMER_REGEX_REFRESH_INTERVAL_MS =
      GROUP
          .ofInt("group.consumer.regex.refresh.interval.ms", 600000)
          .atLeast(10000)
          .internal()
          .says(
              "How often subscribed patterns are matched against the topics again, in"
                  + " milliseconds.");

  static {
    GROUP
        .ofInt("group.consumer.session.timeout.ms", 45000)
        .atLeast(1)
        .says("How long a member is trusted without a heartbeat, in milliseconds.");
    GROUP
        .ofInt("group.consumer.min.session.timeout.ms", 45000)
        .atLeast(1)
        .says("Shortest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.consumer.max.session.timeout.ms", 60000)
        .atLeast(1)
        .says("Longest session timeout a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.consumer.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Time between two heartbeats of a member, in milliseconds.");
    GROUP
        .ofInt("group.consumer.min.heartbeat.interval.ms", 5000)
        .atLeast(1)
        .says("Shortest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.consumer.max.heartbeat.interval.ms", 15000)
        .atLeast(1)
        .says("Longest heartbeat interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.consumer.assignment.interval.ms", 1000)
        .atLeast(0)
        .clusterWide()
        .says("Least time between two assignments, in milliseconds.");
    GROUP
        .ofInt("group.consumer.min.assignment.interval.ms", 0)
        .atLeast(0)
        .says("Shortest assignment interval a group may be given, in milliseconds.");
    GROUP
        .ofInt("group.consumer.max.assignment.interval.ms", 15000)
        .atLeast(0)
        .says("Longest assignment interval a group may be given, in milliseconds.");
  }

  private ConsumerGroupOptions() {}
}
