package io.tidepost.broker.share;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.state.ShareStates;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.replica.share.SharePartition;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The share partitions at work on this broker, by group. Any thread.
public final class SharePartitions implements PartitionListener {

  private final BrokerContext context;
  private final ShareCoordinators coordinators;
  private final DeadLetters deadLetters;
  private final Map<String, Map<SharedTopicPartition, HostedSharePartition>> groups =
      new ConcurrentHashMap<>();

  /// @param pool threads that may block on files
  public SharePartitions(BrokerContext context, ShareCoordinators coordinators, Executor pool) {
    this.context = context;
    this.coordinators = coordinators;
    this.deadLetters = new DeadLetters(context, pool);
  }

  BrokerContext context() {
    return context;
  }

  ShareStates states() {
    return coordinators.states();
  }

  DeadLetters deadLetters() {
    return deadLetters;
  }

  /// The group's share partition of a partition that is led here.
  public HostedSharePartition of(String groupId, HostedPartition partition) {
    SharedTopicPartition id =
        new SharedTopicPartition(partition.topicId(), partition.topicPartition().partition());
    return groups
        .computeIfAbsent(groupId, group -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            id,
            i ->
                new HostedSharePartition(
                    this, new SharePartitionKey(groupId, i.topicId(), i.partition()), partition));
  }

  /// The group's share partition if it is at work, else `null`.
  public @Nullable HostedSharePartition find(String groupId, Uuid topicId, int partition) {
    Map<SharedTopicPartition, HostedSharePartition> group = groups.get(groupId);
    return group == null ? null : group.get(new SharedTopicPartition(topicId, partition));
  }

  /// It could not be loaded, or lost its state: the next who asks starts anew.
  void forget(HostedSharePartition gone) {
    SharePartitionKey key = gone.key();
    groups.computeIfPresent(
        key.groupId(),
        (groupId, group) -> {
          group.remove(new SharedTopicPartition(key.topicId(), key.partition()), gone);
          return group.isEmpty() ? null : group;
        });
  }

  /// What is in flight in a partition that is led here.
  public record InFlight(TopicPartition partition, SharePartition.Standing standing) {}

  /// Tells what a group has in flight on this broker.
  ///
  /// @param done told on some loop, once all partitions have answered
  public void inFlight(String groupId, Consumer<List<InFlight>> done) {
    List<HostedSharePartition> all = List.copyOf(groups.getOrDefault(groupId, Map.of()).values());
    if (all.isEmpty()) {
      done.accept(List.of());
      return;
    }
    List<InFlight> found = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger missing = new AtomicInteger(all.size());
    for (HostedSharePartition hosted : all) {
      hosted
          .loop()
          .execute(() -> {
            SharePartition.Standing standing = hosted.standing();
            if (standing != null) {
              found.add(new InFlight(hosted.partition().topicPartition(), standing));
            }
            if (missing.decrementAndGet() == 0) {
              done.accept(List.copyOf(found));
            }
          });
    }
  }

  /// A member is gone or has closed its session: what it holds is available at once.
  public void release(String groupId, String memberId) {
    Map<SharedTopicPartition, HostedSharePartition> group = groups.get(groupId);
    if (group != null) {
      group.values().forEach(hosted -> hosted.loop().execute(() -> hosted.release(memberId)));
    }
  }

  /// The stored state of a share partition was changed or deleted by hand.
  public void reset(String groupId, Uuid topicId, int partition) {
    HostedSharePartition hosted = find(groupId, topicId, partition);
    if (hosted != null) {
      forget(hosted);
      hosted.loop().execute(() -> hosted.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }
  }

  @Override
  public void started(HostedPartition partition) {}

  @Override
  public void stopped(HostedPartition partition) {
    SharedTopicPartition id =
        new SharedTopicPartition(partition.topicId(), partition.topicPartition().partition());
    for (Map<SharedTopicPartition, HostedSharePartition> group : groups.values()) {
      HostedSharePartition hosted = group.get(id);
      if (hosted != null) {
        forget(hosted);
        hosted.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      }
    }
  }
}
