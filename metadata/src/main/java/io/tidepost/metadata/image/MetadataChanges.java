package io.tidepost.metadata.image;

import io.tidepost.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
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
    boolean featuresChanged) {

  /// What differs between two images that no records connect (a snapshot replaced the log).
  public static MetadataChanges between(MetadataImage before, MetadataImage after) {
    List<Topic> created = new ArrayList<>();
    List<Topic> changed = new ArrayList<>();
    List<Topic> deleted = new ArrayList<>();
    after
        .topics()
        .sorted()
        .forEach(topic -> {
          Topic old = before.topics().byId(topic.id());
          if (old == null) {
            created.add(topic);
          } else if (!topic.equals(old)) {
            changed.add(topic);
          }
        });
    before
        .topics()
        .sorted()
        .forEach(topic -> {
          if (after.topics().byId(topic.id()) == null) {
            deleted.add(topic);
          }
        });
    Set<ConfigResource> configs = new LinkedHashSet<>();
    after
        .configs()
        .forEach((resource, options) -> {
          if (!options.equals(before.configs().of(resource))) {
            configs.add(resource);
          }
        });
    before
        .configs()
        .forEach((resource, options) -> {
          if (after.configs().of(resource).isEmpty()) {
            configs.add(resource);
          }
        });
    Set<Integer> brokers = new LinkedHashSet<>();
    after
        .brokers()
        .forEach((id, broker) -> {
          if (!broker.equals(before.brokers().get(id))) {
            brokers.add(id);
          }
        });
    before.brokers().keySet().stream()
        .filter(id -> !after.brokers().containsKey(id))
        .forEach(brokers::add);
    return new MetadataChanges(
        before,
        after,
        List.copyOf(created),
        List.copyOf(deleted),
        List.copyOf(changed),
        Collections.unmodifiableSet(configs),
        Collections.unmodifiableSet(brokers),
        !after.features().equals(before.features()));
  }
}
