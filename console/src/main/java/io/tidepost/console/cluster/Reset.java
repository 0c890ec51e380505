package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.answer;
import static io.tidepost.console.cluster.ClusterClient.get;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/// Putting a group elsewhere in its topics.
public final class Reset {

  private Reset() {}

  /// What happens to one partition.
  ///
  /// @param from where the group is; -1 when nowhere
  /// @param to where it will be
  /// @param again records that will be read once more; negative: that will not be read
  public record Step(TopicPartition partition, long from, long to, long again) {}

  /// What would happen.
  ///
  /// @param topic whose partitions; empty for all that the group has
  /// @param target `earliest`, `latest`, `offset`, `time` or `shift`
  /// @param value of it
  public static List<Step> plan(
      ClusterClient client, GroupSight.Listed group, String topic, String target, long value) {
    Map<TopicPartition, Long> at = new HashMap<>();
    for (GroupSight.Place place : client.groups().places(group.name(), group.kind())) {
      if (topic.isEmpty() || place.partition().topic().equals(topic)) {
        at.put(place.partition(), place.offset());
      }
    }
    if (!topic.isEmpty()) {
      answer(client.admin().describeTopics(List.of(topic)).topicNameValues(), topic)
          .partitions()
          .forEach(p -> at.putIfAbsent(new TopicPartition(topic, p.partition()), -1L));
    }
    if (at.isEmpty()) {
      throw new ConsoleFailure(
          400, "The group has no offsets yet: name the topic that it is to begin with.");
    }
    var starts = Offsets.of(client, at.keySet(), OffsetSpec.earliest());
    var ends = Offsets.of(client, at.keySet(), OffsetSpec.latest());
    var byTime =
        target.equals("time")
            ? Offsets.of(client, at.keySet(), OffsetSpec.forTimestamp(value))
            : starts;
    List<Step> steps = new ArrayList<>();
    at.forEach((partition, from) -> {
      var start = starts.get(partition);
      var end = ends.get(partition);
      if (start == null || end == null) {
        throw new ConsoleFailure(
            409, partition + " has no leader now, so it cannot be said where it begins and ends.");
      }
      long wanted =
          switch (target) {
            case "earliest" -> start.offset();
            case "latest" -> end.offset();
            case "offset" -> value;
            case "shift" -> (from < 0 ? start.offset() : from) + value;
            case "time" -> {
              var found = byTime.get(partition);
              yield found == null || found.offset() < 0 ? end.offset() : found.offset();
            }
            default -> throw new ConsoleFailure(400, "to: '" + target + "' is no target.");
          };
      long to = Math.clamp(wanted, start.offset(), end.offset());
      steps.add(new Step(partition, from, to, (from < 0 ? end.offset() : from) - to));
    });
    steps.sort(
        Comparator.comparing((Step step) -> step.partition().topic())
            .thenComparingInt(step -> step.partition().partition()));
    return steps;
  }

  /// Does it.
  public static void run(ClusterClient client, GroupSight.Listed group, List<Step> steps) {
    if (group.kind() == GroupType.SHARE) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      steps.forEach(step -> offsets.put(step.partition(), step.to()));
      get(client.admin().alterShareGroupOffsets(group.name(), offsets).all());
    } else {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      steps.forEach(step -> offsets.put(step.partition(), new OffsetAndMetadata(step.to())));
      if (group.kind() == GroupType.STREAMS) {
        get(client.admin().alterStreamsGroupOffsets(group.name(), offsets).all());
      } else {
        get(client.admin().alterConsumerGroupOffsets(group.name(), offsets).all());
      }
    }
    client.groups().forget();
  }
}
