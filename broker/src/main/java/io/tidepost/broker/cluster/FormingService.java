package io.tidepost.broker.cluster;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.FrameException;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.RequestService;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.ApiVersionsResponse;
import io.tidepost.wire.message.DescribeClusterResponse;
import io.tidepost.wire.message.DescribeQuorumResponse;
import io.tidepost.wire.message.RequestHeader;
import java.util.List;
import java.util.Map;

/// What a controller says before it has a cluster: who it is, and what it was told about the
/// cluster that is being formed. It answers ApiVersions, DescribeCluster and DescribeQuorum,
/// nothing else. Any loop.
final class FormingService implements RequestService {

  private static final Map<ApiKey, Short> VERSIONS =
      Map.of(
          ApiKey.API_VERSIONS, (short) 3,
          ApiKey.DESCRIBE_CLUSTER, (short) 1,
          ApiKey.DESCRIBE_QUORUM, (short) 2);
  private static final int HEADER_BYTES_MIN = 8;

  private final QuorumVoter self;
  private final String listener;
  private volatile String clusterId;
  private volatile List<QuorumVoter> voters;

  /// @param clusterId the cluster that the directories are formatted for; empty for none
  FormingService(QuorumVoter self, String listener, String clusterId) {
    this.self = self;
    this.listener = listener;
    this.clusterId = clusterId;
    this.voters = List.of();
  }

  /// From now on the cluster is formed, of these voters.
  void formed(String id, List<QuorumVoter> founders) {
    clusterId = id;
    voters = List.copyOf(founders);
  }

  @Override
  public Exchange open(Frame frame, ConnectionInfo connection) {
    Gate gate = connection.gate();
    Exchange guarded = gate == null ? null : gate.open(frame);
    if (guarded != null) {
      return guarded;
    }
    if (frame.bytes().remaining() < HEADER_BYTES_MIN) {
      throw new FrameException("sent a request that is too short for a header");
    }
    short key = frame.bytes().getShort(frame.bytes().position());
    short version = frame.bytes().getShort(frame.bytes().position() + Short.BYTES);
    ApiKey api = ApiKey.of(key);
    Short served = api == null ? null : VERSIONS.get(api);
    if (api == null || served == null || version > served && api != ApiKey.API_VERSIONS) {
      throw new FrameException(
          "asked for API " + key + " of a controller that has not found its cluster yet");
    }
    boolean tooNew = version > served;
    try {
      WireReader in = new WireReader(frame.bytes());
      short headerVersion = api.requestHeaderVersion(tooNew ? 0 : version);
      RequestHeader header = RequestHeader.read(in, headerVersion);
      return new Answer(frame, api, header.correlationId, tooNew ? 0 : version, answer(api));
    } catch (WireException e) {
      throw new FrameException("sent a request header that cannot be read: " + e.getMessage());
    }
  }

  private Message answer(ApiKey api) {
    return switch (api) {
      case DESCRIBE_CLUSTER -> cluster();
      case DESCRIBE_QUORUM -> quorum();
      default -> versions();
    };
  }

  private static ApiVersionsResponse versions() {
    var response = new ApiVersionsResponse();
    VERSIONS.forEach((api, highest) -> {
      var version = new ApiVersionsResponse.ApiVersion();
      version.apiKey = api.id();
      version.maxVersion = highest;
      response.apiKeys.add(version);
    });
    return response;
  }

  private DescribeClusterResponse cluster() {
    var response = new DescribeClusterResponse();
    response.endpointType = 2;
    response.clusterId = clusterId;
    return response;
  }

  private DescribeQuorumResponse quorum() {
    List<QuorumVoter> known = voters;
    var partition = new DescribeQuorumResponse.PartitionData();
    partition.leaderId = -1;
    partition.highWatermark = known.isEmpty() ? -1 : 0;
    var response = new DescribeQuorumResponse();
    for (QuorumVoter voter : known.isEmpty() ? List.of(self) : known) {
      var state = new DescribeQuorumResponse.ReplicaState();
      state.replicaId = voter.id();
      state.replicaDirectoryId = voter.directoryId();
      partition.currentVoters.add(state);
      var address = new DescribeQuorumResponse.Listener();
      address.name = listener;
      address.host = voter.host();
      address.port = voter.port();
      var node = new DescribeQuorumResponse.Node();
      node.nodeId = voter.id();
      node.listeners.add(address);
      response.nodes.add(node);
    }
    var topic = new DescribeQuorumResponse.TopicData();
    topic.topicName = ControllerQuestion.TOPIC;
    topic.partitions.add(partition);
    response.topics.add(topic);
    return response;
  }

  /// An answer that is there at once.
  private static final class Answer extends Exchange {
    private final ApiKey api;
    private final int correlationId;
    private final short version;
    private final Message response;

    Answer(Frame frame, ApiKey api, int correlationId, int version, Message response) {
      super(frame);
      this.api = api;
      this.correlationId = correlationId;
      this.version = (short) version;
      this.response = response;
    }

    @Override
    protected void start() {
      complete();
    }

    @Override
    protected boolean exclusive() {
      return false;
    }

    @Override
    protected boolean write(WireWriter out) {
      out.writeInt32(correlationId);
      if (api.responseHeaderVersion(version) >= 1) {
        out.writeTags(null);
      }
      response.write(out, version);
      return true;
    }
  }
}
