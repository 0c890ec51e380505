package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.net.Loop;
import io.tidepost.replica.PartitionLeader;

/// A partition that this broker leads and that accepts writes.
///
/// @param topicPartition name and number
/// @param topicId the topic's id
/// @param loop the owner loop; `leader` is only touched on it
/// @param leader the core
public record HostedPartition(
    TopicPartition topicPartition, Uuid topicId, Loop loop, PartitionLeader leader) {}
