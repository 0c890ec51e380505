package io.tidepost.broker.api;

import io.tidepost.broker.cluster.ClusterView;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.QuorumDescription;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.ControllerRegistration;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeQuorumResponse;
import io.tidepost.wire.message.DescribeQuorumResponse.Listener;
import io.tidepost.wire.message.DescribeQuorumResponse.Node;
import io.tidepost.wire.message.DescribeQuorumResponse.PartitionData;
import io.tidepost.wire.message.DescribeQuorumResponse.ReplicaState;
import io.tidepost.wire.message.DescribeQuorumResponse.TopicData;
import java.util.Optional;
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
      partition.currentVoters.add(voter(voter, quorum, now));
      response.nodes.add(node(voter.id(), voter.host(), voter.port()));
    }
    for (ClusterView.Observer observer : context.cluster().observers()) {
      if (quorum.voters().stream().noneMatch(voter -> voter.id() == observer.id())) {
        partition.observers.add(observer(observer, quorum));
        node(observer.id()).ifPresent(response.nodes::add);
      }
    }
    var topic = new TopicData();
    topic.topicName = TOPIC;
    topic.partitions.add(partition);
    response.topics.add(topic);
    return response;
  }

  private static Node node(int id, String host, int port) {
    var node = new Node();
    node.nodeId = id;
    if (!host.isEmpty()) {
      var listener = new Listener();
      listener.name = "CONTROLLER";
      listener.host = host;
      listener.port = port;
      node.listeners.add(listener);
    }
    return node;
  }

  /// Where the controller of a node is that does not vote, if it runs one.
  private Optional<Node> node(int id) {
    ControllerRegistration controller = context.image().controllers().get(id);
    return controller == null || controller.endpoints().isEmpty()
        ? Optional.empty()
        : Optional.of(
            node(
                id,
                controller.endpoints().getFirst().host(),
                controller.endpoints().getFirst().port()));
  }

  /// The leader is always caught up; another voter is when it knows of all that is committed.
  private static ReplicaState voter(
      QuorumDescription.Voter voter, QuorumDescription quorum, long now) {
    var state = new ReplicaState();
    state.replicaId = voter.id();
    state.replicaDirectoryId = voter.directoryId();
    state.logEndOffset = voter.logEndOffset();
    boolean caughtUp = voter.logEndOffset() >= quorum.highWatermark();
    state.lastCaughtUpTimestamp = voter.id() == quorum.leaderId() || caughtUp ? now : -1;
    return state;
  }

  private static ReplicaState observer(ClusterView.Observer observer, QuorumDescription quorum) {
    var state = new ReplicaState();
    state.replicaId = observer.id();
    state.replicaDirectoryId = observer.directoryId();
    state.logEndOffset = observer.logEndOffset();
    state.lastFetchTimestamp = observer.lastFetchMillis();
    state.lastCaughtUpTimestamp =
        observer.logEndOffset() >= quorum.highWatermark() ? observer.lastFetchMillis() : -1;
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
