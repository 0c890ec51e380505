package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.get;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Groups of every kind, and how far they have come. Any thread; calls block.
public final class GroupSight {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final ClusterClient client;
  private List<Listed> listed = List.of();
  private Map<String, Map<TopicPartition, Long>> offsets = Map.of();
  private long atNanos;
  private boolean asked;

  GroupSight(ClusterClient client) {
    this.client = client;
  }

  /// @param kind `Classic`, `Consumer`, `Share` or `Streams`
  public record Listed(String name, GroupType kind, String state, String protocol) {}

  /// Where a group is in a partition.
  ///
  /// @param offset next to be read; -1 when not known
  /// @param end of the log; -1 when not known
  /// @param lag records that wait; -1 when not known
  /// @param lagMillis age of the oldest record that waits; -1 when none does or it is not known
  public record Place(TopicPartition partition, long offset, long end, long lag, long lagMillis) {}

  /// All groups, by name.
  public synchronized List<Listed> all() {
    refresh();
    return listed;
  }

  /// Whether a group has offsets in a topic.
  synchronized boolean reads(Listed group, String topic) {
    refresh();
    return offsets.getOrDefault(group.name(), Map.of()).keySet().stream()
        .anyMatch(partition -> partition.topic().equals(topic));
  }

  /// Groups by the topics that they have offsets in.
  public synchronized Map<String, Set<String>> readers() {
    refresh();
    Map<String, Set<String>> readers = new HashMap<>();
    offsets.forEach((group, of) ->
        of.keySet()
            .forEach(partition ->
                readers.computeIfAbsent(partition.topic(), t -> new HashSet<>()).add(group)));
    return readers;
  }

  /// Records that wait for each group, by its name; what is not known is left out.
  public synchronized Map<String, Long> lags() {
    refresh();
    java.util.Set<TopicPartition> all = new java.util.HashSet<>();
    offsets.values().forEach(of -> all.addAll(of.keySet()));
    var ends = Offsets.of(client, all, OffsetSpec.latest());
    Map<String, Long> lags = new HashMap<>();
    offsets.forEach((group, of) ->
        of.forEach((partition, offset) -> {
          var end = ends.get(partition);
          if (end != null && offset >= 0) {
            lags.merge(group, Math.max(0, end.offset() - offset), Long::sum);
          }
        }));
    return lags;
  }

  /// After a change.
  public synchronized void forget() {
    asked = false;
  }

  /// Where one group is, with what it means in records and in time.
  public List<Place> places(String group, GroupType kind) {
    Map<TopicPartition, Long> at = new TreeMap<>(ORDER);
    at.putAll(offsetsOf(List.of(new Listed(group, kind, "", ""))).getOrDefault(group, Map.of()));
    var ends = Offsets.of(client, at.keySet(), OffsetSpec.latest());
    Map<TopicPartition, Long> waiting = new HashMap<>();
    at.forEach((partition, offset) -> {
      var end = ends.get(partition);
      if (end != null && offset >= 0 && end.offset() > offset) {
        waiting.put(partition, offset);
      }
    });
    Map<TopicPartition, Long> stamps = Stamps.at(client, waiting);
    long now = System.currentTimeMillis();
    List<Place> places = new ArrayList<>();
    at.forEach((partition, offset) -> {
      var end = ends.get(partition);
      Long stamp = stamps.get(partition);
      places.add(
          new Place(
              partition,
              offset,
              end == null ? -1 : end.offset(),
              end == null || offset < 0 ? -1 : Math.max(0, end.offset() - offset),
              stamp == null ? -1 : Math.max(0, now - stamp)));
    });
    return places;
  }

  private void refresh() {
    if (asked && System.nanoTime() - atNanos < FRESH_NANOS) {
      return;
    }
    listed =
        get(client.admin().listGroups().all()).stream()
            .map(group ->
                new Listed(
                    group.groupId(),
                    group.type().orElse(GroupType.UNKNOWN),
                    group.groupState().map(Object::toString).orElse(""),
                    group.protocol()))
            .sorted(Comparator.comparing(Listed::name))
            .toList();
    offsets = offsetsOf(listed);
    atNanos = System.nanoTime();
    asked = true;
  }

  private Map<String, Map<TopicPartition, Long>> offsetsOf(List<Listed> groups) {
    Map<String, ListConsumerGroupOffsetsSpec> consumers = new HashMap<>();
    Map<String, ListStreamsGroupOffsetsSpec> streams = new HashMap<>();
    Map<String, ListShareGroupOffsetsSpec> shares = new HashMap<>();
    for (Listed group : groups) {
      switch (group.kind()) {
        case SHARE -> shares.put(group.name(), new ListShareGroupOffsetsSpec());
        case STREAMS -> streams.put(group.name(), new ListStreamsGroupOffsetsSpec());
        default -> consumers.put(group.name(), new ListConsumerGroupOffsetsSpec());
      }
    }
    Map<String, Map<TopicPartition, Long>> found = new HashMap<>();
    var ofConsumers = client.admin().listConsumerGroupOffsets(consumers);
    for (String name : consumers.keySet()) {
      put(found, name, () -> committed(get(ofConsumers.partitionsToOffsetAndMetadata(name))));
    }
    var ofStreams = client.admin().listStreamsGroupOffsets(streams);
    for (String name : streams.keySet()) {
      put(found, name, () -> committed(get(ofStreams.partitionsToOffsetAndMetadata(name))));
    }
    var ofShares = client.admin().listShareGroupOffsets(shares);
    for (String name : shares.keySet()) {
      put(
          found,
          name,
          () -> {
            Map<TopicPartition, Long> starts = new HashMap<>();
            get(ofShares.partitionsToOffsetInfo(name))
                .forEach((partition, info) -> {
                  if (info != null) {
                    starts.put(partition, info.startOffset());
                  }
                });
            return starts;
          });
    }
    return found;
  }

  /// One that may not be asked, or has just gone, hides only itself.
  private static void put(
      Map<String, Map<TopicPartition, Long>> found,
      String name,
      java.util.function.Supplier<Map<TopicPartition, Long>> source) {
    try {
      found.put(name, source.get());
    } catch (ConsoleFailure hidden) {
      found.put(name, Map.of());
    }
  }

  private static Map<TopicPartition, Long> committed(
      Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
    Map<TopicPartition, Long> found = new HashMap<>();
    offsets.forEach((partition, offset) -> {
      if (offset != null) {
        found.put(partition, offset.offset());
      }
    });
    return found;
  }
}
