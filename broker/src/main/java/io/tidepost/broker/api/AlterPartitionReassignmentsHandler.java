package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.AlterPartitionReassignments;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// AlterPartitionReassignments (45), versions 0 and 1: moves partitions between brokers, or stops
/// moving them (KIP-455, KIP-860). The reply leaves once the move has begun.
final class AlterPartitionReassignmentsHandler
    implements ApiHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> {

  private final BrokerContext context;

  AlterPartitionReassignmentsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AlterPartitionReassignmentsRequest read(WireReader in, short version) {
    return AlterPartitionReassignmentsRequest.read(in, version);
  }

  @Override
  public void handle(
      AlterPartitionReassignmentsRequest request,
      RequestContext caller,
      Reply<AlterPartitionReassignmentsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    List<AlterPartitionReassignments.Target> targets = new ArrayList<>();
    for (ReassignableTopic topic : request.topics) {
      for (ReassignablePartition partition : topic.partitions) {
        targets.add(
            new AlterPartitionReassignments.Target(
                topic.name,
                partition.partitionIndex,
                partition.replicas == null ? null : List.copyOf(partition.replicas)));
      }
    }
    context
        .controller()
        .submit(
            new AlterPartitionReassignments(targets, request.allowReplicationFactorChange),
            ControllerAnswers.into(reply, failures -> response(request, failures)));
  }

  private static AlterPartitionReassignmentsResponse response(
      AlterPartitionReassignmentsRequest request, List<@Nullable Failure> failures) {
    var response = new AlterPartitionReassignmentsResponse();
    response.errorMessage = null;
    response.allowReplicationFactorChange = request.allowReplicationFactorChange;
    Iterator<@Nullable Failure> next = failures.iterator();
    for (ReassignableTopic topic : request.topics) {
      var topicResponse = new ReassignableTopicResponse();
      topicResponse.name = topic.name;
      response.responses.add(topicResponse);
      for (ReassignablePartition partition : topic.partitions) {
        Failure failure = next.next();
        var answer = new ReassignablePartitionResponse();
        answer.partitionIndex = partition.partitionIndex;
        answer.errorCode = Failure.code(failure);
        answer.errorMessage = Failure.message(failure);
        topicResponse.partitions.add(answer);
      }
    }
    return response;
  }

  @Override
  public AlterPartitionReassignmentsResponse error(
      AlterPartitionReassignmentsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new AlterPartitionReassignmentsResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
