package io.tidepost.replica.fetch;

import io.tidepost.base.Uuid;

/// How a Fetch names a partition: by topic id from version 13 on, by name before.
///
/// @param topic empty when it is named by id
/// @param topicId [Uuid#ZERO] when it is named by name
/// @param partition number of the partition
public record PartitionKey(String topic, Uuid topicId, int partition) {}
