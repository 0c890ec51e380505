package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.SortedMap;
import java.util.SortedSet;

/// Patterns of a group have been matched against the topics.
///
/// @param resolved topics by pattern
/// @param version of the topics
/// @param timestampMillis when the matching began, milliseconds since 1970
record RegexesResolved(
    String key, SortedMap<String, SortedSet<String>> resolved, long version, long timestampMillis)
    implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ConsumerGroup group = shard.consumer().find(key);
    if (group == null) {
      return;
    }
    Draft draft = new Draft(group);
    SortedSet<String> before = group.subscribedTopics();
    SortedSet<String> subscribed = group.subscribedRegexes();
    resolved.forEach((regex, topics) -> {
      if (subscribed.contains(regex)) {
        draft.regex(regex, new ResolvedRegex(topics, version, timestampMillis));
      }
    });
    boolean changed =
        resolved.entrySet().stream()
            .anyMatch(entry -> {
              ResolvedRegex known = group.regexes().get(entry.getKey());
              return subscribed.contains(entry.getKey())
                  && (known == null
                      ? !entry.getValue().isEmpty()
                      : !known.topics().equals(entry.getValue()));
            });
    SortedSet<String> after = draft.group().subscribedTopics();
    long hash = TopicIds.hash(after, shard.surroundings().topics());
    if (changed || !after.equals(before) || hash != group.metadataHash()) {
      draft.epoch(group.epoch() + 1, hash);
    }
    turn.persistHolding(draft.records(), new Settled(key));
  }

  private record Settled(String groupId) implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      settle(shard);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.log("Patterns of group " + groupId + " stay as they were for now: " + error);
      settle(shard);
    }

    private void settle(GroupCoordinatorShard shard) {
      ConsumerGroup group = shard.consumer().find(groupId);
      if (group != null) {
        group.resolving(false);
      }
    }
  }
}
