package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.QuorumDescription;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeQuorumResponse;
import io.tidepost.wire.message.DescribeQuorumResponse.Node;
import io.tidepost.wire.message.DescribeQuorumResponse.PartitionData;
import io.tidepost.wire.message.DescribeQuorumResponse.ReplicaState;
import io.tidepost.wire.message.DescribeQuorumResponse.TopicData;
import org.jspecify.annotations.Nullable;

/// DescribeQuorum (55), versions 0 to 2: who votes on the metadata log and how far they are
/// (KIP-595, KIP-836, KIP-853). Only `__cluster_metadata-0` has a quorum.
final class DescribeQuorumHandler
    implements ApiHandler<DescribeQuorumRequest, DescribeQuorumResponse> {

  private static final String TOPIC = "__cluster_metadata";

  private final BrokerContext context;

  DescribeQuorumHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeQuorumRequest read(WireReader in, short version) {
    return DescribeQuorumRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      DescribeQuorumRequest request, RequestContext caller, Reply<DescribeQuorumResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE);
    if (!asksForTheQuorum(request)) {
      reply.send(unknown(request));
      return;
    }
    context.controller().describeQuorum(quorum -> reply.send(response(quorum)));
  }

  private static boolean asksForTheQuorum(DescribeQuorumRequest request) {
    return request.topics.size() == 1
        && request.topics.getFirst().topicName.equals(TOPIC)
        && request.topics.getFirst().partitions.size() == 1
        && request.topics.getFirst().partitions.getFirst().partitionIndex == 0;
  }

  private static DescribeQuorumResponse unknown(DescribeQuorumRequest request) {
    var response = new DescribeQuorumResponse();
    for (DescribeQuorumRequest.TopicData asked : request.topics) {
      var topic = new TopicData();
      topic.topicName = asked.topicName;
      for (DescribeQuorumRequest.PartitionData partition : asked.partitions) {
        var answer = new PartitionData();
        answer.partitionIndex = partition.partitionIndex;
        answer.errorCode = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code();
        answer.errorMessage = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.message();
        topic.partitions.add(answer);
      }
      response.topics.add(topic);
    }
    return response;
  }

  private DescribeQuorumResponse response(QuorumDescription quorum) {
    var partition = new PartitionData();
    partition.leaderId = quorum.leaderId();
    partition.leaderEpoch = quorum.leaderEpoch();
    partition.highWatermark = quorum.highWatermark();
    long now = context.clock().wallMillis();
    var response = new DescribeQuorumResponse();
    for (QuorumDescription.Voter voter : quorum.voters()) {
      partition.currentVoters.add(voter(voter, quorum.leaderId(), now));
      var node = new Node();
      node.nodeId = voter.id();
      response.nodes.add(node);
    }
    var topic = new TopicData();
    topic.topicName = TOPIC;
    topic.partitions.add(partition);
    response.topics.add(topic);
    return response;
  }

  /// The leader fetches from nobody and is always caught up.
  private static ReplicaState voter(QuorumDescription.Voter voter, int leaderId, long now) {
    var state = new ReplicaState();
    state.replicaId = voter.id();
    state.replicaDirectoryId = voter.directoryId();
    state.logEndOffset = voter.logEndOffset();
    state.lastCaughtUpTimestamp = voter.id() == leaderId ? now : -1;
    return state;
  }

  @Override
  public DescribeQuorumResponse error(
      DescribeQuorumRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeQuorumResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
