package io.tidepost.coordinator.share;

/// A share partition in a shard.
///
/// @param state as all committed records together say
/// @param snapshotOffset offset of the record that holds the last snapshot: what is before it is
///   not needed for this share partition
/// @param updates how many updates came after the snapshot
record StoredSharePartition(SharePartitionState state, long snapshotOffset, int updates) {}
