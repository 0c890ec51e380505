package io.tidepost.broker.api.controller;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.AssignReplicasToDirs;
import io.tidepost.metadata.controller.AssignReplicasToDirs.Assignment;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AssignReplicasToDirsRequest;
import io.tidepost.wire.message.AssignReplicasToDirsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A broker says in which log directories its replicas are (KIP-858).
final class AssignReplicasToDirsHandler
    extends NodeApiHandler<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> {

  AssignReplicasToDirsHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public AssignReplicasToDirsRequest read(WireReader in, short version) {
    return AssignReplicasToDirsRequest.read(in, version);
  }

  @Override
  public void serve(
      AssignReplicasToDirsRequest request, Reply<AssignReplicasToDirsResponse> reply) {
    List<Assignment> assignments = new ArrayList<>();
    for (AssignReplicasToDirsRequest.DirectoryData directory : request.directories) {
      for (AssignReplicasToDirsRequest.TopicData topic : directory.topics) {
        for (AssignReplicasToDirsRequest.PartitionData partition : topic.partitions) {
          assignments.add(new Assignment(topic.topicId, partition.partitionIndex, directory.id));
        }
      }
    }
    context
        .controller()
        .submitHere(
            new AssignReplicasToDirs(request.brokerId, request.brokerEpoch, assignments),
            (outcome, failure) -> reply.send(response(assignments, outcome, failure)));
  }

  private static AssignReplicasToDirsResponse response(
      List<Assignment> assignments,
      AssignReplicasToDirs.@Nullable Outcome outcome,
      @Nullable Failure failure) {
    var response = new AssignReplicasToDirsResponse();
    Failure why = outcome == null ? failure : outcome.failure();
    if (why != null || outcome == null) {
      response.errorCode = (why == null ? ErrorCode.UNKNOWN_SERVER_ERROR : why.error()).code();
      return response;
    }
    Map<Uuid, AssignReplicasToDirsResponse.DirectoryData> directories = new LinkedHashMap<>();
    Map<List<Uuid>, AssignReplicasToDirsResponse.TopicData> topics = new LinkedHashMap<>();
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      var directory =
          directories.computeIfAbsent(
              assignment.directory(),
              id -> {
                var fresh = new AssignReplicasToDirsResponse.DirectoryData();
                fresh.id = id;
                response.directories.add(fresh);
                return fresh;
              });
      var topic =
          topics.computeIfAbsent(
              List.of(assignment.directory(), assignment.topicId()),
              key -> {
                var fresh = new AssignReplicasToDirsResponse.TopicData();
                fresh.topicId = assignment.topicId();
                directory.topics.add(fresh);
                return fresh;
              });
      var partition = new AssignReplicasToDirsResponse.PartitionData();
      partition.partitionIndex = assignment.partition();
      partition.errorCode = outcome.errors().get(i).code();
      topic.partitions.add(partition);
    }
    return response;
  }

  @Override
  public AssignReplicasToDirsResponse error(
      AssignReplicasToDirsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new AssignReplicasToDirsResponse();
    response.errorCode = error.code();
    return response;
  }
}
