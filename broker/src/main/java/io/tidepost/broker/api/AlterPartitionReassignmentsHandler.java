package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.tidepost.wire.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// AlterPartitionReassignments (45), versions 0 and 1: moves partitions between brokers (KIP-455,
/// KIP-860). With one broker the only assignment that is right is the one a partition has, so
/// nothing is ever changed; everything else is refused as Kafka's controller refuses it.
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
    var response = new AlterPartitionReassignmentsResponse();
    response.allowReplicationFactorChange = request.allowReplicationFactorChange;
    for (ReassignableTopic topic : request.topics) {
      var topicResponse = new ReassignableTopicResponse();
      topicResponse.name = topic.name;
      response.responses.add(topicResponse);
      for (ReassignablePartition partition : topic.partitions) {
        topicResponse.partitions.add(
            answer(topic.name, partition, request.allowReplicationFactorChange));
      }
    }
    reply.send(response);
  }

  private ReassignablePartitionResponse answer(
      String name, ReassignablePartition wanted, boolean mayChangeFactor) {
    Topic topic = context.image().topics().byName(name);
    Partition partition = topic == null ? null : topic.partition(wanted.partitionIndex);
    if (topic == null) {
      return of(
          wanted,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          "Unable to find a topic named " + name + ".");
    }
    if (partition == null) {
      return of(
          wanted,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          "Unable to find partition " + name + ":" + wanted.partitionIndex + ".");
    }
    List<Integer> replicas = wanted.replicas;
    if (replicas == null) {
      return of(
          wanted,
          ErrorCode.NO_REASSIGNMENT_IN_PROGRESS,
          ErrorCode.NO_REASSIGNMENT_IN_PROGRESS.message());
    }
    if (!mayChangeFactor && replicas.size() != partition.replicas().size()) {
      return of(
          wanted,
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "The replication factor is changed from %d to %d"
              .formatted(partition.replicas().size(), replicas.size()));
    }
    String wrong = wrong(replicas);
    return wrong == null
        ? of(wanted, ErrorCode.NONE, null)
        : of(wanted, ErrorCode.INVALID_REPLICA_ASSIGNMENT, wrong);
  }

  private @Nullable String wrong(List<Integer> replicas) {
    if (replicas.isEmpty()) {
      return "The manual partition assignment includes an empty replica list.";
    }
    Integer previous = null;
    for (Integer id : replicas.stream().sorted().toList()) {
      if (!context.image().brokers().containsKey(id)) {
        return "The manual partition assignment includes broker "
            + id
            + ", but no such broker is registered.";
      }
      if (id.equals(previous)) {
        return "The manual partition assignment includes the broker " + id + " more than once.";
      }
      previous = id;
    }
    return null;
  }

  private static ReassignablePartitionResponse of(
      ReassignablePartition wanted, ErrorCode error, @Nullable String message) {
    var answer = new ReassignablePartitionResponse();
    answer.partitionIndex = wanted.partitionIndex;
    answer.errorCode = error.code();
    answer.errorMessage = message;
    return answer;
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
