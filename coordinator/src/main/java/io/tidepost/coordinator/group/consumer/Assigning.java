package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.assignor.Assignor;
import io.tidepost.coordinator.group.assignor.AssignorInput;
import io.tidepost.coordinator.group.assignor.Assignors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;

/// Keeps a drafted group's epoch and targets up with its members and topics.
final class Assigning {

  private final Draft draft;
  private final TopicCatalog topics;
  private final ConsumerGroupSettings settings;

  Assigning(Draft draft, TopicCatalog topics, ConsumerGroupSettings settings) {
    this.draft = draft;
    this.topics = topics;
    this.settings = settings;
  }

  /// Raises the group epoch when the members' topics have changed.
  ///
  /// @param anyway raises it in any case: the members have changed
  void updateEpoch(boolean anyway) {
    ConsumerGroup group = draft.group();
    if (!anyway && group.checkedTopicsVersion() == topics.version()) {
      return;
    }
    long hash = TopicIds.hash(group.subscribedTopics(), topics);
    if (anyway || hash != group.metadataHash()) {
      draft.epoch(group.epoch() + 1, hash);
    }
  }

  /// Works out targets when the last ones are for an older epoch, though not too often (KIP-1263).
  void updateTargets(long nowMillis) {
    ConsumerGroup group = draft.group();
    if (group.assignmentEpoch() >= group.epoch() || !isDue(group, nowMillis)) {
      return;
    }
    Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned =
        assignorOf(group).assign(input(group));
    for (ConsumerMember member : group.members()) {
      SortedMap<Uuid, SortedSet<Integer>> target =
          Partitions.copy(assigned.getOrDefault(member.memberId(), Partitions.NONE));
      boolean known = group.targets().containsKey(member.memberId());
      if (!known || !target.equals(group.target(member.memberId()))) {
        draft.target(member.memberId(), target);
      }
    }
    draft.targetEpoch(group.epoch(), nowMillis);
  }

  private boolean isDue(ConsumerGroup group, long nowMillis) {
    long last = group.assignmentMillis();
    return last == 0 || nowMillis >= last + settings.assignmentIntervalMillis();
  }

  /// The assignor that most members ask for; of equally many the first by name.
  private Assignor assignorOf(ConsumerGroup group) {
    Assignor found = Assignors.find(preferredAssignor(group, settings));
    if (found == null) {
      throw new IllegalStateException("there is no assignor " + preferredAssignor(group, settings));
    }
    return found;
  }

  /// Name of the assignor in use.
  static String preferredAssignor(ConsumerGroup group, ConsumerGroupSettings settings) {
    Map<String, Integer> votes = new HashMap<>();
    for (ConsumerMember member : group.members()) {
      String wanted = member.subscription().assignor();
      if (wanted != null && settings.assignors().contains(wanted)) {
        votes.merge(wanted, 1, Integer::sum);
      }
    }
    return votes.entrySet().stream()
        .min(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(settings.assignors().getFirst());
  }

  private AssignorInput input(ConsumerGroup group) {
    SequencedMap<String, AssignorInput.Member> members = new LinkedHashMap<>();
    boolean homogeneous = true;
    SortedSet<Uuid> first = null;
    for (ConsumerMember member : group.members()) {
      SortedSet<Uuid> ids = TopicIds.of(group.topicsOf(member), topics);
      homogeneous &= first == null || first.equals(ids);
      first = first == null ? ids : first;
      members.put(
          member.memberId(),
          new AssignorInput.Member(
              member.instanceId(),
              member.subscription().rackId(),
              ids,
              group.target(member.memberId())));
    }
    return new AssignorInput(members, homogeneous, this::partitionsOf);
  }

  private int partitionsOf(Uuid id) {
    KnownTopic topic = topics.byId(id);
    return topic == null ? 0 : topic.partitions();
  }
}
