package io.tidepost.broker.share;

import io.tidepost.base.Uuid;
import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.share.ChangeShareStates;
import io.tidepost.coordinator.group.share.ShareGroupStates;
import io.tidepost.coordinator.group.share.SharedTopic;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Changes the offsets of share groups by hand: the group's half and the share coordinator's half,
/// in an order that leaves nothing half known when the broker dies in between. Any thread.
public final class ShareOffsets {

  private final GroupCoordinators groups;
  private final ShareCoordinators coordinators;
  private final SharePartitions partitions;

  public ShareOffsets(BrokerContext context) {
    this.groups = context.groups();
    this.coordinators = context.shareCoordinators();
    this.partitions = context.sharePartitions();
  }

  /// Has an empty group begin anew.
  ///
  /// @param topics the share partitions that are concerned, by topic
  /// @param offsets new start offset of each share partition
  /// @param done gets the error of the group, and those of the share partitions, in order
  public void alter(
      String groupId,
      Map<Uuid, SharedTopic> topics,
      Map<SharePartitionKey, Long> offsets,
      BiConsumer<ErrorCode, List<ErrorCode>> done) {
    groups.submit(
        new ChangeShareStates(
            groupId,
            topics,
            List.of(),
            new Reply<>(changed -> {
              if (changed.error() != ErrorCode.NONE) {
                done.accept(changed.error(), List.of());
              } else {
                initialize(changed.stateEpoch(), offsets, done);
              }
            })));
  }

  private void initialize(
      int stateEpoch,
      Map<SharePartitionKey, Long> offsets,
      BiConsumer<ErrorCode, List<ErrorCode>> done) {
    coordinators
        .topic()
        .create(failure -> {
          if (failure != null) {
            done.accept(ErrorCode.COORDINATOR_NOT_AVAILABLE, List.of());
            return;
          }
          Gather<ErrorCode> gather =
              new Gather<>(offsets.size(), all -> done.accept(ErrorCode.NONE, all));
          int number = 0;
          for (Map.Entry<SharePartitionKey, Long> entry : offsets.entrySet()) {
            int own = number++;
            SharePartitionKey key = entry.getKey();
            coordinators
                .states()
                .initialize(
                    key,
                    stateEpoch,
                    entry.getValue(),
                    error -> {
                      partitions.reset(key.groupId(), key.topicId(), key.partition());
                      gather.arrived(own, error);
                    });
          }
        });
  }

  /// Forgets the offsets of an empty group for whole topics.
  ///
  /// @param done gets the error of the group, or of what failed first
  public void delete(String groupId, Collection<Uuid> topics, Consumer<ErrorCode> done) {
    groups.submit(
        new ShareGroupStates(
            groupId,
            new Reply<>(states -> {
              if (states.error() != ErrorCode.NONE || !states.empty()) {
                done.accept(
                    states.error() == ErrorCode.NONE ? ErrorCode.NON_EMPTY_GROUP : states.error());
                return;
              }
              List<SharePartitionKey> keys = new ArrayList<>();
              for (Uuid topic : topics) {
                SharedTopic known = states.topics().all().get(topic);
                if (known != null) {
                  known
                      .partitions()
                      .forEach(p -> keys.add(new SharePartitionKey(groupId, topic, p)));
                }
              }
              deleteStates(
                  keys,
                  error -> {
                    if (error == ErrorCode.NONE) {
                      removeFromGroup(groupId, topics, done);
                    } else {
                      done.accept(error);
                    }
                  });
            })));
  }

  private void removeFromGroup(String groupId, Collection<Uuid> topics, Consumer<ErrorCode> done) {
    groups.submit(
        new ChangeShareStates(
            groupId, Map.of(), topics, new Reply<>(changed -> done.accept(changed.error()))));
  }

  /// Forgets everything about the offsets of a group that is about to be deleted. It is no error
  /// when it is no share group.
  ///
  /// @param done gets NON_EMPTY_GROUP while it has members
  public void deleteAll(String groupId, Consumer<ErrorCode> done) {
    groups.submit(
        new ShareGroupStates(
            groupId,
            new Reply<>(states -> {
              if (states.error() == ErrorCode.GROUP_ID_NOT_FOUND) {
                done.accept(ErrorCode.NONE);
              } else {
                delete(groupId, states.topics().all().keySet(), done);
              }
            })));
  }

  private void deleteStates(List<SharePartitionKey> keys, Consumer<ErrorCode> done) {
    if (coordinators.topic().find() == null) {
      done.accept(ErrorCode.NONE); // nothing was ever fetched
      return;
    }
    Gather<ErrorCode> gather =
        new Gather<>(
            keys.size(),
            all ->
                done.accept(
                    all.stream()
                        .filter(error -> error != ErrorCode.NONE)
                        .findFirst()
                        .orElse(ErrorCode.NONE)));
    for (int i = 0; i < keys.size(); i++) {
      int number = i;
      SharePartitionKey key = keys.get(i);
      coordinators
          .states()
          .delete(
              key,
              error -> {
                partitions.reset(key.groupId(), key.topicId(), key.partition());
                gather.arrived(number, error);
              });
    }
  }
}
