package io.tidepost.broker.cluster;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DescribeClusterRequest;
import io.tidepost.wire.message.DescribeClusterResponse;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeQuorumResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks a controller which cluster it belongs to and who votes there: DescribeCluster for
/// controllers (KIP-919) and DescribeQuorum (KIP-595, KIP-853), which any controller answers.
final class ControllerQuestion {

  static final String TOPIC = "__cluster_metadata";
  private static final byte CONTROLLERS = 2;

  private ControllerQuestion() {}

  /// Asks over one connection, first for the quorum: a controller whose cluster is formed between
  /// the two questions must not seem to be of a formed cluster that has no id.
  ///
  /// @param millisMax how long each of the two answers may take
  static CompletableFuture<ControllerReport> ask(
      NodeConnection connection, NodeAddress address, int millisMax) {
    CompletableFuture<ControllerReport> result = new CompletableFuture<>();
    connection.send(
        new SimpleCall<>(
            DescribeQuorumRequest.API_KEY,
            (short) 2,
            DescribeQuorumRequest.HIGHEST_VERSION,
            describeQuorum(),
            DescribeQuorumResponse::read,
            millisMax,
            (quorum, failure) -> {
              if (quorum == null) {
                fail(result, address, failure);
              } else if (quorum.errorCode != 0) {
                result.completeExceptionally(refused(address, quorum.errorCode));
              } else {
                askCluster(connection, address, quorum, millisMax, result);
              }
            }));
    return result;
  }

  private static void askCluster(
      NodeConnection connection,
      NodeAddress address,
      DescribeQuorumResponse quorum,
      int millisMax,
      CompletableFuture<ControllerReport> result) {
    var request = new DescribeClusterRequest();
    request.endpointType = CONTROLLERS;
    connection.send(
        new SimpleCall<>(
            DescribeClusterRequest.API_KEY,
            (short) 1,
            (short) 1,
            request,
            DescribeClusterResponse::read,
            millisMax,
            (cluster, failure) -> {
              if (cluster == null) {
                fail(result, address, failure);
              } else if (cluster.errorCode != 0) {
                result.completeExceptionally(refused(address, cluster.errorCode));
              } else {
                complete(result, address, cluster.clusterId, quorum);
              }
            }));
  }

  static DescribeQuorumRequest describeQuorum() {
    var partition = new DescribeQuorumRequest.PartitionData();
    var topic = new DescribeQuorumRequest.TopicData();
    topic.topicName = TOPIC;
    topic.partitions.add(partition);
    var request = new DescribeQuorumRequest();
    request.topics.add(topic);
    return request;
  }

  private static void complete(
      CompletableFuture<ControllerReport> result,
      NodeAddress address,
      String clusterId,
      DescribeQuorumResponse quorum) {
    if (quorum.topics.isEmpty() || quorum.topics.getFirst().partitions.isEmpty()) {
      result.completeExceptionally(new IOException(address + " says nothing of its quorum"));
      return;
    }
    var partition = quorum.topics.getFirst().partitions.getFirst();
    List<QuorumVoter> voters = voters(quorum);
    boolean formed = partition.highWatermark >= 0;
    Map<Integer, Long> ends = new HashMap<>();
    partition.currentVoters.forEach(voter -> ends.put(voter.replicaId, voter.logEndOffset));
    result.complete(
        new ControllerReport(address, clusterId, formed, partition.leaderId, voters, ends));
  }

  /// The voters with their addresses; those without one are left out.
  static List<QuorumVoter> voters(DescribeQuorumResponse quorum) {
    Map<Integer, DescribeQuorumResponse.Listener> listeners = new HashMap<>();
    for (var node : quorum.nodes) {
      if (!node.listeners.isEmpty()) {
        listeners.put(node.nodeId, node.listeners.getFirst());
      }
    }
    return quorum.topics.getFirst().partitions.getFirst().currentVoters.stream()
        .filter(voter -> listeners.containsKey(voter.replicaId))
        .map(voter -> voter(voter.replicaId, voter.replicaDirectoryId, listeners))
        .toList();
  }

  private static QuorumVoter voter(
      int id, Uuid directoryId, Map<Integer, DescribeQuorumResponse.Listener> listeners) {
    DescribeQuorumResponse.Listener listener =
        Objects.requireNonNull(listeners.get(id), "no listener");
    return new QuorumVoter(id, directoryId, listener.host, listener.port);
  }

  private static void fail(
      CompletableFuture<ControllerReport> result,
      NodeAddress address,
      @Nullable IOException failure) {
    result.completeExceptionally(
        failure == null ? new IOException(address + " did not answer") : failure);
  }

  private static IOException refused(NodeAddress address, short error) {
    ErrorCode code = ErrorCode.of(error);
    return new IOException(address + " does not describe its cluster: " + code);
  }
}
