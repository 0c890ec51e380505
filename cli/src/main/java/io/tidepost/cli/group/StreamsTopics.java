package io.tidepost.cli.group;

import io.tidepost.cli.Explain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import org.apache.kafka.clients.admin.StreamsGroupSubtopologyDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Which partitions the tasks of a streams group read: those with the task's number of the topics
/// that its subtopology reads.
///
/// @param sources topics by subtopology
/// @param sizes partitions by topic; a topic that is not there is missing
record StreamsTopics(Map<String, List<String>> sources, Map<String, Integer> sizes) {

  static StreamsTopics of(Admin admin, Collection<StreamsGroupSubtopologyDescription> subtopologies)
      throws InterruptedException, ExecutionException {
    Map<String, List<String>> sources = new HashMap<>();
    Set<String> topics = new HashSet<>();
    for (StreamsGroupSubtopologyDescription part : subtopologies) {
      List<String> read = new ArrayList<>(part.sourceTopics());
      read.addAll(part.repartitionSourceTopics().keySet());
      sources.put(part.subtopologyId(), read);
      topics.addAll(read);
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        sizes.put(answer.getKey(), answer.getValue().get().partitions().size());
      } catch (ExecutionException e) {
        if (!(Explain.unwrap(e) instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return new StreamsTopics(sources, sizes);
  }

  Set<TopicPartition> readBy(Collection<TaskIds> tasks) {
    Set<TopicPartition> read = new HashSet<>();
    for (TaskIds part : tasks) {
      for (String topic : sources.getOrDefault(part.subtopologyId(), List.of())) {
        for (int number : part.partitions()) {
          if (number < sizes.getOrDefault(topic, 0)) {
            read.add(new TopicPartition(topic, number));
          }
        }
      }
    }
    return read;
  }
}
