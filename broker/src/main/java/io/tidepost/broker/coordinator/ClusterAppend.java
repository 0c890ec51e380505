package io.tidepost.broker.coordinator;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.AppendOrigin;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes what this broker has to say to a partition, wherever that is led: dead letters, the audit
/// log, metrics of clients. Goes by Produce when another broker leads it. Any thread.
public final class ClusterAppend {

  private static final int APPEND_MILLIS_MAX = 30_000;

  /// The last version that names topics instead of their ids.
  private static final short VERSION = 12;

  private ClusterAppend() {}

  /// @param batch must stay as it is until `done` is told
  /// @param acks as a producer's
  /// @param done told `null` once it is acknowledged, or why it may not be written; on any loop
  public static void append(
      BrokerContext context,
      TopicPartition to,
      ByteBuffer batch,
      short acks,
      Consumer<@Nullable String> done) {
    HostedPartition partition = context.partitions().find(to.topic(), to.partition());
    if (partition == null) {
      send(context, to, batch, acks, done);
    } else {
      partition.loop().run(() -> append(context, partition, batch, acks, done));
    }
  }

  private static void append(
      BrokerContext context,
      HostedPartition to,
      ByteBuffer batch,
      short acks,
      Consumer<@Nullable String> done) {
    to.leader()
        .append(
            batch,
            AppendOrigin.COORDINATOR,
            acks,
            to.deadlineIn(APPEND_MILLIS_MAX),
            context.clock().wallMillis(),
            (error, result, message) -> done.accept(complaint(error, message)));
  }

  private static void send(
      BrokerContext context,
      TopicPartition to,
      ByteBuffer batch,
      short acks,
      Consumer<@Nullable String> done) {
    BrokerConnections brokers = context.cluster().brokers();
    NodeConnection connection = brokers == null ? null : brokers.toLeaderOf(to);
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

  private static @Nullable String complaint(ErrorCode error, @Nullable String message) {
    if (error == ErrorCode.NONE) {
      return null;
    }
    return message == null ? error.message() : message;
  }

  private static @Nullable String complaint(
      @Nullable ProduceResponse response, @Nullable IOException failure) {
    if (response == null) {
      return String.valueOf(failure);
    }
    for (var topic : response.responses) {
      for (var partition : topic.partitionResponses) {
        return complaint(ErrorCode.of(partition.errorCode), partition.errorMessage);
      }
    }
    return "the answer names no partition";
  }
}
