package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Classic groups: groups whose members work out the assignment.
public final class ClassicGroupOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Classic groups", Scope.READ_ONLY);

  /// How long the first rebalance of an empty group waits for more members, in milliseconds.
  public static final Option<Integer> GROUP_INITIAL_REBALANCE_DELAY_MS =
      GROUP
          .ofInt("group.initial.rebalance.delay.ms", 3000)
          .says(
              "How long the first rebalance of an empty group waits for more members, in"
                  + " milliseconds.");

  /// Shortest session timeout a member may ask for, in milliseconds.
  public static final Option<Integer> GROUP_MIN_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("group.min.session.timeout.ms", 6000)
          .says("Shortest session timeout a member may ask for, in milliseconds.");

  /// Longest session timeout a member may ask for, in milliseconds.
  public static final Option<Integer> GROUP_MAX_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("group.max.session.timeout.ms", 1800000)
          .says("Longest session timeout a member may ask for, in milliseconds.");

  /// Most members of one group.
  public static final Option<Integer> GROUP_MAX_SIZE =
      GROUP
          .ofInt("group.max.size", Integer.MAX_VALUE)
          .atLeast(1)
          .says("Most members of one group.");

  static {
    GROUP
        .ofList("group.coordinator.rebalance.protocols", List.of("classic", "consumer", "streams"))
        .where(new Check.Elements(List.of("consumer", "classic", "share", "streams"), false))
        .noEffect(Reasons.CLASSIC_GROUPS_ONLY)
        .says("Group protocols that are served.");
    GROUP
        .ofInt("group.coordinator.threads", 4)
        .atLeast(1)
        .noEffect(Reasons.NO_POOL)
        .says("Threads that run group coordinators.");
    GROUP
        .ofInt("group.coordinator.background.threads", 2)
        .atLeast(1)
        .noEffect(Reasons.NO_POOL)
        .says("Threads that work out assignments.");
    GROUP
        .ofInt("group.coordinator.append.linger.ms", -1)
        .atLeast(-1)
        .noEffect(Reasons.NO_LINGER)
        .says("How long a coordinator gathers records before it writes them, in milliseconds.");
    GROUP
        .ofInt("group.coordinator.cached.buffer.max.bytes", 1048588)
        .atLeast(524288)
        .clusterWide()
        .noEffect(Reasons.NO_LINGER)
        .says("Largest buffer a coordinator keeps for its next write, in bytes.");
  }

  private ClassicGroupOptions() {}
}
