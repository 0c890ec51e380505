package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ElectLeadersRequest;
import io.tidepost.wire.message.ElectLeadersRequest.TopicPartitions;
import io.tidepost.wire.message.ElectLeadersResponse;
import io.tidepost.wire.message.ElectLeadersResponse.PartitionResult;
import io.tidepost.wire.message.ElectLeadersResponse.ReplicaElectionResult;
import org.jspecify.annotations.Nullable;

/// ElectLeaders (43), versions 0 to 2: makes the preferred replica the leader, or any live one
/// (KIP-460). With one broker a partition's leader is its preferred one already.
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
    var response = new ElectLeadersResponse();
    if (request.topicPartitions == null) {
      for (Topic topic : context.image().topics().sorted()) {
        ReplicaElectionResult result = result(response, topic.name());
        for (int number = 0; number < topic.partitions().size(); number++) {
          // Those that have the leader they should have are not listed.
          PartitionResult partition = elect(topic.name(), number, request.electionType);
          if (partition.errorCode != ErrorCode.ELECTION_NOT_NEEDED.code()) {
            result.partitionResult.add(partition);
          }
        }
      }
    } else {
      for (TopicPartitions topic : request.topicPartitions) {
        ReplicaElectionResult result = result(response, topic.topic);
        for (int number : topic.partitions) {
          result.partitionResult.add(elect(topic.topic, number, request.electionType));
        }
      }
    }
    reply.send(response);
  }

  private static ReplicaElectionResult result(ElectLeadersResponse response, String topic) {
    var result = new ReplicaElectionResult();
    result.topic = topic;
    response.replicaElectionResults.add(result);
    return result;
  }

  private PartitionResult elect(String name, int number, byte electionType) {
    Topic topic = context.image().topics().byName(name);
    if (topic == null) {
      return of(number, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "No such topic as " + name);
    }
    Partition partition = topic.partition(number);
    if (partition == null) {
      return of(
          number,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          "No such partition as " + name + "-" + number);
    }
    boolean hasLeader = partition.leader() != Partition.NO_LEADER;
    ErrorCode error =
        hasLeader
            ? ErrorCode.ELECTION_NOT_NEEDED
            : electionType == PREFERRED
                ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE
                : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE;
    return of(number, error, error.message());
  }

  private static PartitionResult of(int number, ErrorCode error, String message) {
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
