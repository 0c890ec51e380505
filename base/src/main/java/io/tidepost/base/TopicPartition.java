package io.tidepost.base;

/// A topic's name and one of its partitions, written `topic-partition` as in directory names and
/// messages.
///
/// @param topic name of the topic
/// @param partition number of the partition, from 0
public record TopicPartition(String topic, int partition) {

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
