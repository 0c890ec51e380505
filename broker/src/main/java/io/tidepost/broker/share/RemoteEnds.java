package io.tidepost.broker.share;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.wire.message.ListOffsetsRequest;
import io.tidepost.wire.message.ListOffsetsResponse;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Asks other brokers where partitions end that they lead (ListOffsets). Any thread.
public final class RemoteEnds {

  private static final int ANSWER_MILLIS_MAX = 5_000;
  private static final long LATEST = -1;
  private static final byte COMMITTED_ONLY = 1;

  /// Any version with an isolation level would do; this one names no more than is needed.
  private static final short VERSION = 4;

  private RemoteEnds() {}

  /// Looks for the last stable offset.
  ///
  /// @param done told it, or -1 when nobody can say; on any loop
  public static void lastStableOffset(BrokerContext context, TopicPartition of, LongConsumer done) {
    BrokerConnections brokers = context.cluster().brokers();
    NodeConnection connection = brokers == null ? null : brokers.toLeaderOf(of);
    if (connection == null) {
      done.accept(-1);
      return;
    }
    connection.send(
        new SimpleCall<>(
            ListOffsetsRequest.API_KEY,
            VERSION,
            VERSION,
            request(of),
            ListOffsetsResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> done.accept(offset(response))));
  }

  private static ListOffsetsRequest request(TopicPartition of) {
    var partition = new ListOffsetsRequest.ListOffsetsPartition();
    partition.partitionIndex = of.partition();
    partition.currentLeaderEpoch = -1;
    partition.timestamp = LATEST;
    var topic = new ListOffsetsRequest.ListOffsetsTopic();
    topic.name = of.topic();
    topic.partitions.add(partition);
    var request = new ListOffsetsRequest();
    request.replicaId = -1;
    request.isolationLevel = COMMITTED_ONLY;
    request.topics.add(topic);
    return request;
  }

  private static long offset(@Nullable ListOffsetsResponse response) {
    if (response != null) {
      for (var topic : response.topics) {
        for (var partition : topic.partitions) {
          return partition.errorCode == 0 ? partition.offset : -1;
        }
      }
    }
    return -1;
  }
}
