package io.tidepost.replica;

import java.util.List;

/// What the metadata says about a partition to the broker that leads it.
///
/// @param leaderEpoch raised with each change of the leader
/// @param partitionEpoch raised with each change of the partition
/// @param replicas broker ids, the leader's own among them
/// @param isr in-sync replicas, the leader's own among them
public record Leadership(
    int leaderEpoch, int partitionEpoch, List<Integer> replicas, List<Integer> isr) {}
