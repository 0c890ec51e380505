package io.tidepost.metadata.image;

import io.tidepost.metadata.ConfigResource;
import java.util.List;
import java.util.Set;

/// What differs between two images, for those who act on it (open a partition's log, drop a topic's
/// offsets, apply a changed option). Both images are at hand for everything else.
///
/// @param before image before the change
/// @param after image after it
/// @param createdTopics topics that are new, as they are now
/// @param deletedTopics topics that are gone, as they were; a topic deleted and created anew under
///   the same name is in both lists, with different ids
/// @param changedTopics topics that existed and whose partitions changed (added, or another leader
///   or replica set), as they are now; compare with `before` for the details
/// @param changedConfigs resources on which an option was set or removed
/// @param changedBrokers ids of brokers that were registered, changed or removed
/// @param featuresChanged whether a finalized level changed
public record MetadataChanges(
    MetadataImage before,
    MetadataImage after,
    List<Topic> createdTopics,
    List<Topic> deletedTopics,
    List<Topic> changedTopics,
    Set<ConfigResource> changedConfigs,
    Set<Integer> changedBrokers,
    boolean featuresChanged) {}
