package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.AlterPartitionReassignments;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.Topics;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListPartitionReassignmentsRequest;
import io.tidepost.wire.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.tidepost.wire.message.ListPartitionReassignmentsResponse;
import io.tidepost.wire.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.tidepost.wire.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// ListPartitionReassignments (46), version 0: the partitions that are moving between brokers
/// (KIP-455), as far as this broker knows.
final class ListPartitionReassignmentsHandler
    implements ApiHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {

  private final BrokerContext context;

  ListPartitionReassignmentsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public ListPartitionReassignmentsRequest read(WireReader in, short version) {
    return ListPartitionReassignmentsRequest.read(in, version);
  }

  @Override
  public void handle(
      ListPartitionReassignmentsRequest request,
      RequestContext caller,
      Reply<ListPartitionReassignmentsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE);
    var response = new ListPartitionReassignmentsResponse();
    response.errorMessage = null;
    Topics topics = context.image().topics();
    if (request.topics == null) {
      for (Topic topic : topics.sorted()) {
        add(response, topic, IntStream.range(0, topic.partitions().size()).boxed().toList());
      }
    } else {
      for (ListPartitionReassignmentsTopics asked : request.topics) {
        Topic topic = topics.byName(asked.name);
        if (topic != null) {
          add(response, topic, asked.partitionIndexes);
        }
      }
    }
    reply.send(response);
  }

  /// Adds those of the partitions that are moving.
  private static void add(
      ListPartitionReassignmentsResponse response, Topic topic, List<Integer> numbers) {
    var ongoing = new OngoingTopicReassignment();
    ongoing.name = topic.name();
    for (int number : numbers) {
      Partition partition = topic.partition(number);
      if (partition != null && AlterPartitionReassignments.isReassigning(partition)) {
        var moving = new OngoingPartitionReassignment();
        moving.partitionIndex = number;
        moving.replicas = partition.replicas();
        moving.addingReplicas = partition.addingReplicas();
        moving.removingReplicas = partition.removingReplicas();
        ongoing.partitions.add(moving);
      }
    }
    if (!ongoing.partitions.isEmpty()) {
      response.topics.add(ongoing);
    }
  }

  @Override
  public ListPartitionReassignmentsResponse error(
      ListPartitionReassignmentsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ListPartitionReassignmentsResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
