package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.answer;

import java.util.List;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/// Where a share group's undeliverable records go.
///
/// @param topic empty when they are dropped
/// @param letters offsets in use there; -1 when the topic is not there
/// @param refusal why it is not known; empty when it is
public record DeadLetters(String topic, long letters, String refusal) {

  /// They are dropped.
  public static final DeadLetters NONE = new DeadLetters("", -1, "");

  private static final String OPTION = "errors.deadletterqueue.topic.name";

  /// Asks the cluster.
  public static DeadLetters of(ClusterClient client, String group) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    try {
      ConfigEntry entry =
          answer(client.admin().describeConfigs(List.of(resource)).values(), resource).get(OPTION);
      String topic = entry == null || entry.value() == null ? "" : entry.value();
      return topic.isEmpty() ? NONE : new DeadLetters(topic, letters(client, topic), "");
    } catch (ConsoleFailure e) {
      return new DeadLetters("", -1, String.valueOf(e.getMessage()));
    }
  }

  private static long letters(ClusterClient client, String topic) {
    var description = client.sight().topics().topic(topic);
    if (description == null) {
      return -1;
    }
    List<TopicPartition> all =
        description.partitions().stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    var starts = Offsets.of(client, all, OffsetSpec.earliest());
    return Offsets.of(client, all, OffsetSpec.latest()).entrySet().stream()
        .mapToLong(end -> {
          var start = starts.get(end.getKey());
          return start == null ? 0 : end.getValue().offset() - start.offset();
        })
        .sum();
  }
}
