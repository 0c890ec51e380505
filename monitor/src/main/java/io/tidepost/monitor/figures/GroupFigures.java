package io.tidepost.monitor.figures;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.group.GroupStands;
import io.tidepost.coordinator.group.GroupStands.Stand;
import io.tidepost.coordinator.group.GroupType;
import io.tidepost.coordinator.share.ShareStands;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import io.tidepost.monitor.figures.GroupFigure.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Looks at the groups that are coordinated here: where they stand, and how far behind they are.
/// How long ago a record was stored is read from it, once for as long as a group stands before it.
final class GroupFigures {

  private record Place(String groupId, TopicPartition partition) {}

  private record Known(long offset, long timestamp) {}

  private final BrokerContext context;
  private Map<Place, Known> timestamps = new HashMap<>();

  GroupFigures(BrokerContext context) {
    this.context = context;
  }

  /// Blocks. One thread at a time.
  ///
  /// @param partitions the replicas here
  /// @param placesMax positions told of at most; the rest is left out
  List<GroupFigure> gather(Map<TopicPartition, PartitionFigure> partitions, int placesMax) {
    Map<Place, Known> newest = new HashMap<>();
    List<GroupFigure> result = new ArrayList<>();
    Map<String, List<ShareStands.Stand>> shares = shares();
    int[] left = {placesMax};
    for (Stand stand : stands()) {
      List<Position> positions = new ArrayList<>();
      stand
          .offsets()
          .forEach((topic, offsets) ->
              offsets.forEach((number, offset) -> {
                if (left[0]-- > 0) {
                  TopicPartition name = new TopicPartition(topic, number);
                  positions.add(
                      position(stand.groupId(), name, offset, 0, partitions.get(name), newest));
                }
              }));
      for (ShareStands.Stand share : shares.getOrDefault(stand.groupId(), List.of())) {
        TopicPartition name = nameOf(share);
        if (name != null && left[0]-- > 0) {
          positions.add(
              position(
                  stand.groupId(),
                  name,
                  share.startOffset(),
                  share.deliveryCompleteCount(),
                  partitions.get(name),
                  newest));
        }
      }
      shares.remove(stand.groupId());
      result.add(
          new GroupFigure(stand.groupId(), kind(stand), stand.state(), stand.members(), positions));
    }
    shares.forEach((groupId, more) -> result.add(elsewhere(groupId, more, partitions, newest)));
    timestamps = newest;
    return result;
  }

  private static String kind(Stand stand) {
    GroupType kind = stand.kind();
    return (kind == null ? GroupType.CLASSIC : kind).toString();
  }

  /// A share group whose members are another node's, while this one keeps where it stands.
  private GroupFigure elsewhere(
      String groupId,
      List<ShareStands.Stand> stands,
      Map<TopicPartition, PartitionFigure> partitions,
      Map<Place, Known> newest) {
    List<Position> positions = new ArrayList<>();
    for (ShareStands.Stand stand : stands) {
      TopicPartition name = nameOf(stand);
      if (name != null) {
        positions.add(
            position(
                groupId,
                name,
                stand.startOffset(),
                stand.deliveryCompleteCount(),
                partitions.get(name),
                newest));
      }
    }
    return new GroupFigure(groupId, GroupType.SHARE.toString(), "", 0, positions);
  }

  private List<Stand> stands() {
    CompletableFuture<List<List<Stand>>> answer = new CompletableFuture<>();
    context.groups().<List<Stand>>submitToAll(GroupStands::new, answer::complete);
    return Waiting.await(answer).stream().flatMap(List::stream).toList();
  }

  private Map<String, List<ShareStands.Stand>> shares() {
    CompletableFuture<List<List<ShareStands.Stand>>> answer = new CompletableFuture<>();
    context
        .shareCoordinators()
        .<List<ShareStands.Stand>>submitToAll(ShareStands::new, answer::complete);
    Map<String, List<ShareStands.Stand>> result = new HashMap<>();
    for (List<ShareStands.Stand> shard : Waiting.await(answer)) {
      for (ShareStands.Stand stand : shard) {
        result.computeIfAbsent(stand.key().groupId(), id -> new ArrayList<>()).add(stand);
      }
    }
    return result;
  }

  private @Nullable TopicPartition nameOf(ShareStands.Stand stand) {
    MetadataImage image = context.image();
    Topic topic = image.topics().byId(stand.key().topicId());
    return topic == null ? null : new TopicPartition(topic.name(), stand.key().partition());
  }

  /// @param done offsets behind `offset` that are processed already
  private Position position(
      String groupId,
      TopicPartition name,
      long offset,
      int done,
      @Nullable PartitionFigure partition,
      Map<Place, Known> newest) {
    HostedPartition hosted = context.partitions().findReplica(name.topic(), name.partition());
    if (partition == null || hosted == null) {
      return new Position(name, offset, GroupFigure.UNKNOWN, GroupFigure.UNKNOWN);
    }
    long first = Math.max(offset, partition.logStartOffset());
    long lag = Math.max(0, partition.highWatermark() - first - Math.max(0, done));
    if (lag == 0) {
      return new Position(name, offset, 0, 0);
    }
    Place place = new Place(groupId, name);
    Known known = timestamps.get(place);
    if (known == null || known.offset() != first || known.timestamp() == RecordTimes.NONE) {
      known = new Known(first, RecordTimes.at(hosted, first));
    }
    newest.put(place, known);
    long age =
        known.timestamp() < 0
            ? GroupFigure.UNKNOWN
            : Math.max(0, context.clock().wallMillis() - known.timestamp());
    return new Position(name, offset, lag, age);
  }
}
