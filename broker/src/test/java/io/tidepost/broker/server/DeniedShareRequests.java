package io.tidepost.broker.server;

import static io.tidepost.broker.server.DeniedRequests.add;
import static io.tidepost.broker.server.DeniedRequests.with;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DeleteShareGroupStateRequest;
import io.tidepost.wire.message.InitializeShareGroupStateRequest;
import io.tidepost.wire.message.ReadShareGroupStateRequest;
import io.tidepost.wire.message.ReadShareGroupStateSummaryRequest;
import io.tidepost.wire.message.WriteShareGroupStateRequest;

/// Requests to share coordinators, which only brokers send.
final class DeniedShareRequests {

  private DeniedShareRequests() {}

  static void addAll() {
    add(
        0,
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new InitializeShareGroupStateRequest(),
                request -> {
                  request.groupId = name;
                  request.topics.add(
                      with(
                          new InitializeShareGroupStateRequest.InitializeStateData(),
                          topic ->
                              topic.partitions.add(
                                  new InitializeShareGroupStateRequest.PartitionData())));
                }));
    add(
        0,
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new ReadShareGroupStateRequest(),
                request -> {
                  request.groupId = name;
                  request.topics.add(
                      with(
                          new ReadShareGroupStateRequest.ReadStateData(),
                          topic ->
                              topic.partitions.add(
                                  new ReadShareGroupStateRequest.PartitionData())));
                }));
    add(
        0,
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new WriteShareGroupStateRequest(),
                request -> {
                  request.groupId = name;
                  request.topics.add(
                      with(
                          new WriteShareGroupStateRequest.WriteStateData(),
                          topic ->
                              topic.partitions.add(
                                  new WriteShareGroupStateRequest.PartitionData())));
                }));
    add(
        0,
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteShareGroupStateRequest(),
                request -> {
                  request.groupId = name;
                  request.topics.add(
                      with(
                          new DeleteShareGroupStateRequest.DeleteStateData(),
                          topic ->
                              topic.partitions.add(
                                  new DeleteShareGroupStateRequest.PartitionData())));
                }));
    add(
        0,
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new ReadShareGroupStateSummaryRequest(),
                request -> {
                  request.groupId = name;
                  request.topics.add(
                      with(
                          new ReadShareGroupStateSummaryRequest.ReadStateSummaryData(),
                          topic ->
                              topic.partitions.add(
                                  new ReadShareGroupStateSummaryRequest.PartitionData())));
                }));
  }
}
