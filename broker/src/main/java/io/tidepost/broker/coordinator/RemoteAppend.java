package io.tidepost.broker.coordinator;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes what this broker has to say to partitions that other brokers lead (Produce): dead
/// letters, the audit log, metrics of clients. Any thread.
public final class RemoteAppend {

  private static final int APPEND_MILLIS_MAX = 30_000;

  /// The last version that names topics instead of their ids.
  private static final short VERSION = 12;

  private RemoteAppend() {}

  /// @param batch must stay as it is until `done` is told
  /// @param acks as a producer's
  /// @param done told `null` once it is acknowledged, or why it may not be written; on any loop
  public static void send(
      BrokerContext context,
      TopicPartition to,
      ByteBuffer batch,
      short acks,
      Consumer<@Nullable String> done) {
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
            request(to, batch, acks),
            ProduceResponse::read,
            APPEND_MILLIS_MAX,
            (response, failure) -> done.accept(complaint(response, failure))));
  }

  private static ProduceRequest request(TopicPartition to, ByteBuffer batch, short acks) {
    var partition = new ProduceRequest.PartitionProduceData();
    partition.index = to.partition();
    partition.records = new BufferRecords(batch);
    var topic = new ProduceRequest.TopicProduceData();
    topic.name = to.topic();
    topic.partitionData.add(partition);
    var request = new ProduceRequest();
    request.acks = acks;
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
