package io.tidepost.base;

import org.jspecify.annotations.Nullable;

/// A topic's name and one of its partitions, written `topic-partition` as in directory names and
/// messages.
///
/// @param topic name of the topic
/// @param partition number of the partition, from 0
public record TopicPartition(String topic, int partition) {

  // Written out: what the compiler puts here is linked at its first call, and every start pays.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicPartition(String otherTopic, int otherPartition)
        && partition == otherPartition
        && topic.equals(otherTopic);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + partition;
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
