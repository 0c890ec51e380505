package io.tidepost.broker.replication;

import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.broker.metric.BrokerMetrics;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.replica.InSyncReplicas;
import io.tidepost.replica.IsrChange;
import io.tidepost.replica.Leadership;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AlterPartitionRequest;
import io.tidepost.wire.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings what leaders wish about their in-sync replicas to the controller (AlterPartition,
/// KIP-497): what comes up together, and while a request is under way, goes in one request. On one
/// loop; [#add] from any thread.
final class IsrRequests {

  private static final int VERSION = 3;

  /// Leaders ask again when they have heard nothing.
  private static final int MILLIS_MAX = 5_000;

  private record Wish(HostedPartition partition, IsrChange change) {}

  private final Loop loop;
  private final Supplier<ControllerChannel> channel;
  private final IntSupplier brokerId;
  private final LongSupplier brokerEpoch;
  private final BrokerMetrics metrics;
  private List<Wish> next = new ArrayList<>();
  private boolean underWay;
  private boolean scheduled;

  IsrRequests(
      Loop loop,
      Supplier<ControllerChannel> channel,
      IntSupplier brokerId,
      LongSupplier brokerEpoch,
      BrokerMetrics metrics) {
    this.loop = loop;
    this.channel = channel;
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.metrics = metrics;
  }

  void add(HostedPartition partition, IsrChange change) {
    loop.execute(() -> {
      next.add(new Wish(partition, change));
      if (!underWay && !scheduled) {
        scheduled = true;
        loop.atEndOfTurn(this::send);
      }
    });
  }

  private void send() {
    scheduled = false;
    if (underWay || next.isEmpty()) {
      return;
    }
    underWay = true;
    List<Wish> wishes = next;
    next = new ArrayList<>();
    channel
        .get()
        .send(
            new ControllerRequest<>(
                request(wishes),
                VERSION,
                VERSION,
                AlterPartitionResponse.class,
                AlterPartitionResponse::read,
                response -> response.errorCode,
                MILLIS_MAX),
            (response, failure) -> loop.execute(() -> answered(wishes, response)));
  }

  private AlterPartitionRequest request(List<Wish> wishes) {
    var request = new AlterPartitionRequest();
    request.brokerId = brokerId.getAsInt();
    request.brokerEpoch = brokerEpoch.getAsLong();
    Map<Object, AlterPartitionRequest.TopicData> topics = new HashMap<>();
    for (Wish wish : wishes) {
      AlterPartitionRequest.TopicData topic =
          topics.computeIfAbsent(
              wish.partition.topicId(),
              id -> {
                var fresh = new AlterPartitionRequest.TopicData();
                fresh.topicId = wish.partition.topicId();
                request.topics.add(fresh);
                return fresh;
              });
      var partition = new AlterPartitionRequest.PartitionData();
      partition.partitionIndex = wish.partition.topicPartition().partition();
      partition.leaderEpoch = wish.change.leaderEpoch();
      partition.partitionEpoch = wish.change.partitionEpoch();
      for (IsrChange.Member member : wish.change.isr()) {
        var state = new AlterPartitionRequest.BrokerState();
        state.brokerId = member.brokerId();
        state.brokerEpoch = member.brokerEpoch();
        partition.newIsrWithEpochs.add(state);
      }
      topic.partitions.add(partition);
    }
    return request;
  }

  private void answered(List<Wish> wishes, @Nullable AlterPartitionResponse response) {
    underWay = false;
    for (Wish wish : wishes) {
      AlterPartitionResponse.PartitionData answer = find(response, wish);
      if (answer == null) {
        ErrorCode error =
            response == null ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.of(response.errorCode);
        tell(wish, error == ErrorCode.NONE ? ErrorCode.UNKNOWN_SERVER_ERROR : error, null);
      } else {
        tell(wish, ErrorCode.of(answer.errorCode), answer);
      }
    }
    send();
  }

  private static AlterPartitionResponse.@Nullable PartitionData find(
      @Nullable AlterPartitionResponse response, Wish wish) {
    if (response == null) {
      return null;
    }
    for (AlterPartitionResponse.TopicData topic : response.topics) {
      if (topic.topicId.equals(wish.partition.topicId())) {
        for (AlterPartitionResponse.PartitionData partition : topic.partitions) {
          if (partition.partitionIndex == wish.partition.topicPartition().partition()) {
            return partition;
          }
        }
      }
    }
    return null;
  }

  private void tell(
      Wish wish, ErrorCode error, AlterPartitionResponse.@Nullable PartitionData answer) {
    HostedPartition partition = wish.partition;
    partition
        .loop()
        .execute(() -> {
          if (!(partition.replica() instanceof PartitionLeader leader) || leader.isStopped()) {
            return;
          }
          InSyncReplicas replicas = leader.inSync();
          if (replicas != null) {
            Leadership decided =
                answer == null || error != ErrorCode.NONE
                    ? null
                    : new Leadership(
                        answer.leaderEpoch,
                        answer.partitionEpoch,
                        replicas.leadership().replicas(),
                        answer.isr);
            if (decided == null) {
              metrics.isrFailed();
            } else {
              metrics.isrChanged(replicas.leadership().isr().size(), decided.isr().size());
            }
            replicas.answered(wish.change, error, decided, partition.monotonicMillis());
          }
        });
  }
}
