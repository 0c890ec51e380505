package io.tidepost.broker.share;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.Partition;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes dead letters to partitions that other brokers lead (Produce). Any thread.
final class RemoteLetters {

  private static final int APPEND_MILLIS_MAX = 30_000;

  /// The last version that names topics instead of their ids.
  private static final short VERSION = 12;

  private RemoteLetters() {}

  /// @param batch must stay as it is until `done` is told
  /// @param done told `null` once it is committed, or why it may not be; on any loop
  static void send(
      BrokerContext context, TopicPartition to, ByteBuffer batch, Consumer<@Nullable String> done) {
    Partition partition = context.image().topics().partition(to.topic(), to.partition());
    BrokerConnections brokers = context.cluster().brokers();
    NodeConnection connection =
        partition == null || brokers == null || partition.leader() < 0
            ? null
            : brokers.to(partition.leader());
    if (connection == null) {
      done.accept(to + " has no leader that can be reached");
      return;
    }
    connection.send(
        new SimpleCall<>(
            ProduceRequest.API_KEY,
            VERSION,
            VERSION,
            request(to, batch),
            ProduceResponse::read,
            APPEND_MILLIS_MAX,
            (response, failure) -> done.accept(complaint(response, failure))));
  }

  private static ProduceRequest request(TopicPartition to, ByteBuffer batch) {
    var partition = new ProduceRequest.PartitionProduceData();
    partition.index = to.partition();
    partition.records = new BufferRecords(batch);
    var topic = new ProduceRequest.TopicProduceData();
    topic.name = to.topic();
    topic.partitionData.add(partition);
    var request = new ProduceRequest();
    request.acks = PartitionLeader.ACKS_ALL;
    request.timeoutMs = APPEND_MILLIS_MAX;
    request.topicData.add(topic);
    return request;
  }

  private static @Nullable String complaint(
      @Nullable ProduceResponse response, @Nullable IOException failure) {
    if (response == null) {
      return String.valueOf(failure);
    }
    for (var topic : response.responses) {
      for (var partition : topic.partitionResponses) {
        ErrorCode error = ErrorCode.of(partition.errorCode);
        if (error == ErrorCode.NONE) {
          return null;
        }
        return partition.errorMessage == null ? error.message() : partition.errorMessage;
      }
    }
    return "the answer names no partition";
  }
}
