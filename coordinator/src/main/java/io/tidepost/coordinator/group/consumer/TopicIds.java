package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.TopicsHash;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a group sees of the topics it is subscribed to.
public final class TopicIds {

  private TopicIds() {}

  /// Ids of those topics that exist.
  public static SortedSet<Uuid> of(Collection<String> names, TopicCatalog topics) {
    SortedSet<Uuid> ids = new TreeSet<>();
    for (String name : names) {
      KnownTopic topic = topics.byName(name);
      if (topic != null) {
        ids.add(topic.id());
      }
    }
    return ids;
  }

  /// The hash of those of the topics that exist.
  public static long hash(SortedSet<String> names, TopicCatalog topics) {
    return TopicsHash.of(names.stream().map(topics::byName).filter(Objects::nonNull).toList());
  }
}
