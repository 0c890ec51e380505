package io.tidepost.replica.fetch;

import io.tidepost.base.Uuid;
import org.jspecify.annotations.Nullable;

/// How a Fetch names a partition: by topic id from version 13 on, by name before.
///
/// @param topic empty when it is named by id
/// @param topicId [Uuid#ZERO] when it is named by name
/// @param partition number of the partition
public record PartitionKey(String topic, Uuid topicId, int partition) {

  // Written out: what the compiler puts here is linked at its first call, and every start pays.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PartitionKey key
        && partition == key.partition
        && topicId.equals(key.topicId)
        && topic.equals(key.topic);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * topic.hashCode() + topicId.hashCode()) + partition;
  }
}
