package io.tidepost.sim.group;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The topics of the simulated cluster; they are made and grow.
final class SimulatedTopics implements TopicCatalog {

  private final SortedMap<String, KnownTopic> topics = new TreeMap<>();
  private long version;

  /// Makes a topic or lets it grow.
  void set(String name, int partitions) {
    version++;
    KnownTopic known = topics.get(name);
    Uuid id = known == null ? new Uuid(11, version) : known.id();
    topics.put(name, new KnownTopic(id, name, Collections.nCopies(partitions, List.of())));
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public @Nullable KnownTopic byName(String name) {
    return topics.get(name);
  }

  KnownTopic get(String name) {
    KnownTopic known = topics.get(name);
    if (known == null) {
      throw new IllegalStateException("there is no topic " + name);
    }
    return known;
  }

  @Override
  public @Nullable KnownTopic byId(Uuid id) {
    return topics.values().stream().filter(topic -> topic.id().equals(id)).findFirst().orElse(null);
  }

  @Override
  public Collection<String> names() {
    return topics.keySet();
  }
}
