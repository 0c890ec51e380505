package io.tidepost.broker.group;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The topics of a metadata image, as groups see them. Any thread.
final class ImageTopics implements TopicCatalog {

  private final MetadataImage image;
  private final Map<Uuid, KnownTopic> known = new ConcurrentHashMap<>();

  ImageTopics(MetadataImage image) {
    this.image = image;
  }

  /// Whether it is made from that image.
  boolean isOf(MetadataImage other) {
    return image == other;
  }

  @Override
  public long version() {
    return image.provenance().lastOffset();
  }

  @Override
  public @Nullable KnownTopic byName(String name) {
    return known(image.topics().byName(name));
  }

  @Override
  public @Nullable KnownTopic byId(Uuid id) {
    return known(image.topics().byId(id));
  }

  private @Nullable KnownTopic known(@Nullable Topic topic) {
    return topic == null ? null : known.computeIfAbsent(topic.id(), id -> of(topic));
  }

  private KnownTopic of(Topic topic) {
    List<List<String>> racks = new ArrayList<>(topic.partitions().size());
    for (Partition partition : topic.partitions()) {
      racks.add(racksOf(partition));
    }
    return new KnownTopic(topic.id(), topic.name(), racks);
  }

  private List<String> racksOf(Partition partition) {
    List<String> racks = List.of();
    for (int replica : partition.replicas()) {
      Broker broker = image.brokers().get(replica);
      if (broker != null && broker.rack() != null) {
        racks = racks.isEmpty() ? new ArrayList<>() : racks;
        racks.add(broker.rack());
      }
    }
    if (racks.size() > 1) {
      Collections.sort(racks);
    }
    return racks;
  }

  @Override
  public Collection<String> names() {
    List<String> names = new ArrayList<>(image.topics().size());
    image.topics().forEach(topic -> names.add(topic.name()));
    return names;
  }
}
