package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterReplicaLogDirsRequest;
import io.tidepost.wire.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.tidepost.wire.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.tidepost.wire.message.AlterReplicaLogDirsResponse;
import io.tidepost.wire.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.tidepost.wire.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AlterReplicaLogDirs (34), versions 1 and 2: moves partitions between the log directories of this
/// broker (KIP-113). The answer says that a move has begun; DescribeLogDirs shows how far it is.
final class AlterReplicaLogDirsHandler
    implements ApiHandler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> {

  private final BrokerContext context;

  AlterReplicaLogDirsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AlterReplicaLogDirsRequest read(WireReader in, short version) {
    return AlterReplicaLogDirsRequest.read(in, version);
  }

  private interface Outcome {
    ErrorCode of(String directory, String topic, int partition);
  }

  @Override
  public void handle(
      AlterReplicaLogDirsRequest request,
      RequestContext caller,
      Reply<AlterReplicaLogDirsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    reply.send(
        answer(
            request,
            (directory, topic, partition) ->
                context.logs().moves().move(topic, partition, directory)));
  }

  private static AlterReplicaLogDirsResponse answer(
      AlterReplicaLogDirsRequest request, Outcome outcome) {
    var response = new AlterReplicaLogDirsResponse();
    Map<String, AlterReplicaLogDirTopicResult> results = new HashMap<>();
    for (AlterReplicaLogDir directory : request.dirs) {
      for (AlterReplicaLogDirTopic topic : directory.topics) {
        var result =
            results.computeIfAbsent(
                topic.name,
                name -> {
                  var fresh = new AlterReplicaLogDirTopicResult();
                  fresh.topicName = name;
                  response.results.add(fresh);
                  return fresh;
                });
        for (int number : topic.partitions) {
          var partition = new AlterReplicaLogDirPartitionResult();
          partition.partitionIndex = number;
          partition.errorCode = outcome.of(directory.path, topic.name, number).code();
          result.partitions.add(partition);
        }
      }
    }
    return response;
  }

  @Override
  public AlterReplicaLogDirsResponse error(
      AlterReplicaLogDirsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    return answer(request, (directory, topic, partition) -> error);
  }
}
