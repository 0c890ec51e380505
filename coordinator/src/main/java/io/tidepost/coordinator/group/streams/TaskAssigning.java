package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.consumer.TopicIds;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps a drafted group's epoch and targets up with its members, its topology and its topics.
final class TaskAssigning {

  private static final String STANDBY_CONFIG = "num.standby.replicas";

  private final StreamsDraft draft;
  private final TopicCatalog topics;
  private final StreamsGroupSettings settings;
  private @Nullable TopologyPlan plan;

  TaskAssigning(StreamsDraft draft, TopicCatalog topics, StreamsGroupSettings settings) {
    this.draft = draft;
    this.topics = topics;
    this.settings = settings;
  }

  /// What the topology comes to now.
  TopologyPlan plan() {
    TopologyPlan known = plan;
    if (known == null) {
      StreamsGroupTopologyValue topology = draft.group().topology();
      if (topology == null) {
        throw new IllegalStateException("the group has no topology");
      }
      known = new TopologyPlanner(topology, topics).plan();
      plan = known;
    }
    return known;
  }

  /// Raises the group epoch when the members, the topics or the options have changed.
  ///
  /// @param anyway raises it in any case
  void updateEpoch(boolean anyway) {
    StreamsGroup group = draft.group();
    StreamsGroupTopologyValue topology = group.topology();
    if (topology == null) {
      return;
    }
    SortedMap<String, String> configs = new TreeMap<>();
    configs.put(STANDBY_CONFIG, String.valueOf(settings.standbyReplicas()));
    boolean topicsAreKnown = group.passing.checkedTopicsVersion == topics.version();
    long hash =
        topicsAreKnown ? group.metadataHash() : TopicIds.hash(Topologies.topics(topology), topics);
    int validated = group.validatedTopologyEpoch();
    if (!topicsAreKnown || anyway || validated != topology.epoch) {
      validated = plan().isReady() ? topology.epoch : StreamsGroup.EPOCH_NONE;
    }
    if (anyway
        || hash != group.metadataHash()
        || validated != group.validatedTopologyEpoch()
        || !configs.equals(group.assignmentConfigs())) {
      draft.epoch(group.epoch() + 1, hash, validated, configs);
    }
  }

  /// Whether the targets are for an older epoch but must not be worked out yet.
  ///
  /// @return why, `null` when that is not so
  @Nullable String delay(long nowMillis) {
    StreamsGroup group = draft.group();
    if (group.passing.delaysAssignment) {
      return "Assignment delayed due to the configured initial rebalance delay.";
    }
    long last = group.assignmentMillis();
    boolean soon = last != 0 && nowMillis < last + settings.assignmentIntervalMillis();
    return group.assignmentEpoch() < group.epoch() && soon
        ? "Assignment delayed due to the configured assignment interval."
        : null;
  }

  /// Works out targets when the last ones are for an older epoch.
  void updateTargets(long nowMillis) {
    StreamsGroup group = draft.group();
    if (group.assignmentEpoch() >= group.epoch() || delay(nowMillis) != null) {
      return;
    }
    Map<String, Tasks> assigned =
        plan().isReady()
            ? new StickyTasks(plan(), settings.standbyReplicas(), group.members(), group).assign()
            : Map.of();
    for (StreamsMember member : group.members()) {
      Tasks target = assigned.getOrDefault(member.memberId(), Tasks.NONE);
      if (!group.hasTarget(member.memberId()) || !target.equals(group.target(member.memberId()))) {
        draft.target(member.memberId(), target);
      }
    }
    draft.targetEpoch(group.epoch(), nowMillis);
  }
}
