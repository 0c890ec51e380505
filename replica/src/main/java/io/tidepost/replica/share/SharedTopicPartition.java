package io.tidepost.replica.share;

import io.tidepost.base.Uuid;

/// A partition that a member fetches from.
///
/// @param topicId its topic
/// @param partition its number
public record SharedTopicPartition(Uuid topicId, int partition) {}
