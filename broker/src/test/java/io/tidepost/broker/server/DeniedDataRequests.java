package io.tidepost.broker.server;

import static io.tidepost.broker.server.DeniedRequests.add;
import static io.tidepost.broker.server.DeniedRequests.with;
import static io.tidepost.wire.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.tidepost.wire.message.DescribeProducersRequest;
import io.tidepost.wire.message.DescribeTopicPartitionsRequest;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.InitProducerIdRequest;
import io.tidepost.wire.message.ListOffsetsRequest;
import io.tidepost.wire.message.MetadataRequest;
import io.tidepost.wire.message.OffsetForLeaderEpochRequest;
import io.tidepost.wire.message.ProduceRequest;
import java.util.ArrayList;
import java.util.List;

/// Requests about topics and what is in them that strangers are refused.
final class DeniedDataRequests {

  private DeniedDataRequests() {}

  static void addAll() {
    data();
  }

  private static void data() {
    add(
        12,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new ProduceRequest(),
                r -> {
                  r.acks = 1;
                  r.topicData.add(
                      with(
                          new ProduceRequest.TopicProduceData(),
                          t -> {
                            t.name = name;
                            t.partitionData.add(new ProduceRequest.PartitionProduceData());
                          }));
                }));
    add(
        12,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new FetchRequest(),
                r ->
                    r.topics.add(
                        with(
                            new FetchRequest.FetchTopic(),
                            t -> {
                              t.topic = name;
                              t.partitions.add(new FetchRequest.FetchPartition());
                            }))));
    add(
        7,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new ListOffsetsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new ListOffsetsRequest.ListOffsetsTopic(),
                            t -> {
                              t.name = name;
                              t.partitions.add(new ListOffsetsRequest.ListOffsetsPartition());
                            }))));
    add(
        4,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new OffsetForLeaderEpochRequest(),
                r ->
                    r.topics.add(
                        with(
                            new OffsetForLeaderEpochRequest.OffsetForLeaderTopic(),
                            t -> {
                              t.topic = name;
                              t.partitions.add(
                                  new OffsetForLeaderEpochRequest.OffsetForLeaderPartition());
                            }))));
    add(
        13,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new MetadataRequest(),
                r -> {
                  r.allowAutoTopicCreation = true;
                  r.topics =
                      new ArrayList<>(
                          List.of(
                              with(
                                  new MetadataRequest.MetadataRequestTopic(), t -> t.name = name)));
                }));
    add(
        0,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeTopicPartitionsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DescribeTopicPartitionsRequest.TopicRequest(),
                            t -> t.name = name))));
    add(
        0,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeProducersRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DescribeProducersRequest.TopicRequest(),
                            t -> {
                              t.name = name;
                              t.partitionIndexes.add(0);
                            }))));
    add(
        5,
        CLUSTER_AUTHORIZATION_FAILED,
        name -> with(new InitProducerIdRequest(), r -> r.transactionalId = null));
  }
}
