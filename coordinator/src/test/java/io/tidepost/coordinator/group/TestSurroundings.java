package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.consumer.ConsumerGroupSettings;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.coordinator.group.streams.StreamsGroupSettings;
import io.tidepost.coordinator.runtime.Command;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A broker around a shard, with topics that a test makes up.
public final class TestSurroundings implements GroupSurroundings, TopicCatalog {

  public ShareGroupSettings share = new ShareGroupSettings(45_000, 5_000, 0, 200);
  public StreamsGroupSettings streams = StreamsGroupSettings.DEFAULTS;
  public ConsumerGroupSettings consumer = ConsumerGroupSettings.DEFAULTS;
  private final ArrayDeque<Supplier<Command<GroupCoordinatorShard>>> work = new ArrayDeque<>();
  private final SortedMap<String, KnownTopic> topics = new TreeMap<>();
  private long version;

  /// Makes a topic, or gives it another number of partitions.
  public Uuid topic(String name, int partitions) {
    KnownTopic known = topics.get(name);
    Uuid id = known == null ? new Uuid(name.hashCode(), ++version) : known.id();
    topics.put(name, new KnownTopic(id, name, Collections.nCopies(partitions, List.of())));
    version++;
    return id;
  }

  public void deleteTopic(String name) {
    topics.remove(name);
    version++;
  }

  @Override
  public TopicCatalog topics() {
    return this;
  }

  @Override
  public ConsumerGroupSettings consumerSettings(String groupId) {
    return consumer;
  }

  @Override
  public StreamsGroupSettings streamsSettings(String groupId) {
    return streams;
  }

  @Override
  public void elsewhere(Supplier<Command<GroupCoordinatorShard>> task) {
    work.add(task);
  }

  /// What is to be worked out elsewhere, `null` when there is nothing.
  public @Nullable Supplier<Command<GroupCoordinatorShard>> pollWork() {
    return work.poll();
  }

  @Override
  public ShareGroupSettings shareSettings(String groupId) {
    return share;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public @Nullable KnownTopic byName(String name) {
    return topics.get(name);
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
