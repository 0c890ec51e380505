package io.tidepost.compat.parity;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;

/// About what the cluster has.
final class MetadataQuestions {
  private static final String LONG_NAME = "x".repeat(250);
  private static final Uuid STRANGE = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZA");

  static final List<Question> ALL =
      List.of(
          Question.of("a topic that is there", known -> named(known.topic())),
          Question.of("a topic that is not", _ -> named("nowhere")),
          Question.of("an illegal name", _ -> named("a/b")),
          Question.of("an empty name", _ -> named("")),
          Question.of("a name of two dots", _ -> named("..")),
          Question.of("a name that is too long", _ -> named(LONG_NAME)),
          Question.of("the same topic twice", known -> named(known.topic(), known.topic())),
          Question.of("no topics", _ -> named()),
          Question.of(
              "a topic by id",
              known -> asked(new MetadataRequestTopic().setName(null).setTopicId(known.topicId()))),
          Question.of(
              "an unknown id",
              _ -> asked(new MetadataRequestTopic().setName(null).setTopicId(STRANGE))),
          Question.of(
              "a name and an unknown id",
              known ->
                  asked(new MetadataRequestTopic().setName(known.topic()).setTopicId(STRANGE))),
          Question.of(
              "operations on a topic",
              known -> named(known.topic()).setIncludeTopicAuthorizedOperations(true)),
          Question.of(
              "an empty software name",
              _ ->
                  new ApiVersionsRequestData()
                      .setClientSoftwareName("")
                      .setClientSoftwareVersion("1")),
          Question.of(
              "a software name with a space",
              _ ->
                  new ApiVersionsRequestData()
                      .setClientSoftwareName("a b")
                      .setClientSoftwareVersion("1")),
          Question.of("brokers", _ -> new DescribeClusterRequestData()),
          Question.of(
              "controllers", _ -> new DescribeClusterRequestData().setEndpointType((byte) 2)),
          Question.of(
              "an unknown kind of endpoint",
              _ -> new DescribeClusterRequestData().setEndpointType((byte) 7)),
          Question.of(
              "operations on the cluster",
              _ -> new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true)),
          Question.of("partitions of a topic", known -> partitions(known.topic())),
          Question.of("partitions of an unknown topic", _ -> partitions("nowhere")),
          Question.of("partitions of an illegal name", _ -> partitions("a/b")),
          Question.of("partitions in the wrong order", known -> partitions("zzz", known.topic())),
          Question.of(
              "partitions, one at a time",
              known -> partitions(known.topic()).setResponsePartitionLimit(1)),
          Question.of(
              "partitions, none at a time",
              known -> partitions(known.topic()).setResponsePartitionLimit(0)),
          Question.of(
              "partitions behind a cursor",
              known ->
                  partitions(known.topic())
                      .setCursor(
                          new DescribeTopicPartitionsRequestData.Cursor()
                              .setTopicName(known.topic())
                              .setPartitionIndex(1))),
          Question.of(
              "partitions behind a cursor below zero",
              known ->
                  partitions(known.topic())
                      .setCursor(
                          new DescribeTopicPartitionsRequestData.Cursor()
                              .setTopicName(known.topic())
                              .setPartitionIndex(-1))),
          Question.of("a quorum that is none", known -> quorum(known.topic(), 0)),
          Question.of(
              "a partition of the quorum that is none", _ -> quorum("__cluster_metadata", 1)),
          Question.of("a coordinator", known -> coordinator((byte) 0, known.group())),
          Question.of("the coordinator of an empty name", _ -> coordinator((byte) 0, "")),
          Question.of("an unknown kind of coordinator", _ -> coordinator((byte) 9, "x")),
          Question.of(
              "one coordinator in the old form",
              known -> new FindCoordinatorRequestData().setKey(known.group())),
          Question.of(
              "an unknown kind in the old form",
              _ -> new FindCoordinatorRequestData().setKey("x").setKeyType((byte) 9)),
          Question.of("no coordinators", _ -> coordinator((byte) 0)),
          Question.of(
              "a producer id", _ -> new InitProducerIdRequestData().setTransactionalId(null)),
          Question.of(
              "a producer id for an empty transactional id",
              _ -> new InitProducerIdRequestData().setTransactionalId("")));

  private static MetadataRequestData named(String... names) {
    var request = new MetadataRequestData().setAllowAutoTopicCreation(false);
    for (String name : names) {
      request.topics().add(new MetadataRequestTopic().setName(name));
    }
    return request;
  }

  private static MetadataRequestData asked(MetadataRequestTopic topic) {
    return new MetadataRequestData().setAllowAutoTopicCreation(false).setTopics(List.of(topic));
  }

  private static DescribeTopicPartitionsRequestData partitions(String... topics) {
    var request = new DescribeTopicPartitionsRequestData();
    for (String topic : topics) {
      request.topics().add(new DescribeTopicPartitionsRequestData.TopicRequest().setName(topic));
    }
    return request;
  }

  private static DescribeQuorumRequestData quorum(String topic, int partition) {
    return new DescribeQuorumRequestData()
        .setTopics(
            List.of(
                new DescribeQuorumRequestData.TopicData()
                    .setTopicName(topic)
                    .setPartitions(
                        List.of(
                            new DescribeQuorumRequestData.PartitionData()
                                .setPartitionIndex(partition)))));
  }

  /// Old versions name one, new ones a list; each reads its own field.
  private static FindCoordinatorRequestData coordinator(byte type, String... keys) {
    return new FindCoordinatorRequestData().setKeyType(type).setCoordinatorKeys(List.of(keys));
  }

  private MetadataQuestions() {}
}
