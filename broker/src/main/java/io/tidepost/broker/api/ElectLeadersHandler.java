package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.ElectLeaders;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ElectLeadersRequest;
import io.tidepost.wire.message.ElectLeadersRequest.TopicPartitions;
import io.tidepost.wire.message.ElectLeadersResponse;
import io.tidepost.wire.message.ElectLeadersResponse.PartitionResult;
import io.tidepost.wire.message.ElectLeadersResponse.ReplicaElectionResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ElectLeaders (43), versions 0 to 2: makes the preferred replica the leader, or any live one
/// (KIP-460). The reply leaves once the leaders are elected.
final class ElectLeadersHandler implements ApiHandler<ElectLeadersRequest, ElectLeadersResponse> {

  private static final byte PREFERRED = 0;
  private static final byte UNCLEAN = 1;

  private final BrokerContext context;

  ElectLeadersHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public ElectLeadersRequest read(WireReader in, short version) {
    return ElectLeadersRequest.read(in, version);
  }

  @Override
  public void handle(
      ElectLeadersRequest request, RequestContext caller, Reply<ElectLeadersResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    if (request.electionType != PREFERRED && request.electionType != UNCLEAN) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "Unknown election type " + request.electionType);
    }
    List<ElectLeaders.Target> targets = null;
    if (request.topicPartitions != null) {
      targets = new ArrayList<>();
      for (TopicPartitions topic : request.topicPartitions) {
        targets.add(new ElectLeaders.Target(topic.topic, List.copyOf(topic.partitions)));
      }
    }
    context
        .controller()
        .submit(
            new ElectLeaders(request.electionType == UNCLEAN, targets),
            ControllerAnswers.into(reply, ElectLeadersHandler::response));
  }

  private static ElectLeadersResponse response(List<ElectLeaders.Outcome> outcomes) {
    var response = new ElectLeadersResponse();
    for (ElectLeaders.Outcome topic : outcomes) {
      ReplicaElectionResult result = result(response, topic.topic());
      for (ElectLeaders.PartitionOutcome partition : topic.partitions()) {
        Failure failure = partition.failure();
        result.partitionResult.add(
            failure == null
                ? of(partition.partition(), ErrorCode.NONE, null)
                : of(partition.partition(), failure.error(), failure.message()));
      }
    }
    return response;
  }

  private static ReplicaElectionResult result(ElectLeadersResponse response, String topic) {
    var result = new ReplicaElectionResult();
    result.topic = topic;
    response.replicaElectionResults.add(result);
    return result;
  }

  private static PartitionResult of(int number, ErrorCode error, @Nullable String message) {
    var result = new PartitionResult();
    result.partitionId = number;
    result.errorCode = error.code();
    result.errorMessage = message;
    return result;
  }

  @Override
  public ElectLeadersResponse error(
      ElectLeadersRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new ElectLeadersResponse();
    if (version > 0) {
      response.errorCode = error.code();
    } else if (request.topicPartitions != null) {
      // The first version has no error for the whole.
      for (TopicPartitions topic : request.topicPartitions) {
        ReplicaElectionResult result = result(response, topic.topic);
        for (int number : topic.partitions) {
          result.partitionResult.add(
              of(number, error, message == null ? error.message() : message));
        }
      }
    }
    return response;
  }
}
