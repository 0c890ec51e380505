package io.tidepost.compat.parity;

import io.tidepost.compat.parity.Question.Known;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopicCollection;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData.DeleteShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.jspecify.annotations.Nullable;

/// About share groups: what is wrong with a request before anything is delivered.
final class ShareQuestions {

  private static final String MEMBER = "bm90aGluZy1pbi1wYXJ0aQ";

  static final List<Question> ALL =
      List.of(
          Question.of("describing no share group", _ -> describe()),
          Question.of("describing an unknown share group", _ -> describe("s-none")),
          Question.of("describing a share group without a name", _ -> describe("")),
          Question.of("describing another kind as a share group", k -> describe(k.group())),
          Question.of("a share heartbeat without a group", _ -> beat(r -> r.setGroupId(""))),
          Question.of("a share heartbeat without a member", _ -> beat(r -> r.setMemberId(""))),
          Question.of("a share heartbeat without topics", _ -> beat(r -> {})),
          Question.of(
              "a share heartbeat with no topics",
              _ -> beat(r -> r.setSubscribedTopicNames(List.of()))),
          Question.of(
              "a share heartbeat before the beginning", _ -> beat(r -> r.setMemberEpoch(-2))),
          Question.of(
              "a share heartbeat with an empty rack",
              _ -> beat(r -> r.setSubscribedTopicNames(List.of("t")).setRackId(""))),
          Question.of("a share heartbeat of nobody", _ -> beat(r -> r.setMemberEpoch(3))),
          Question.of("leaving an unknown share group", _ -> beat(r -> r.setMemberEpoch(-1))),
          Question.of(
              "joining another kind as a share group",
              k -> beat(r -> r.setGroupId(k.group()).setSubscribedTopicNames(List.of(k.topic())))),
          Question.of("fetching without a group", k -> fetch(k, r -> r.setGroupId(null))),
          Question.of("fetching without a member", k -> fetch(k, r -> r.setMemberId(null))),
          Question.of(
              "fetching with a member that is no id", k -> fetch(k, r -> r.setMemberId("x"))),
          Question.of(
              "fetching in a session nobody has", k -> fetch(k, r -> r.setShareSessionEpoch(5))),
          Question.of(
              "ending a session nobody has", k -> fetch(k, r -> r.setShareSessionEpoch(-1))),
          Question.of(
              "acknowledging in the first fetch",
              k -> fetch(k, r -> acknowledge(r, k.topicId(), 0, 0, 0, (byte) 1))),
          Question.of("fetching no records", k -> fetch(k, r -> r.setMaxRecords(0))),
          Question.of("renewing and fetching at once", k -> fetch(k, r -> r.setIsRenewAck(true))),
          Question.of("acknowledging without a group", k -> ack(k, r -> r.setGroupId(null))),
          Question.of("acknowledging without a member", k -> ack(k, r -> r.setMemberId(null))),
          Question.of(
              "acknowledging in a first session", k -> ack(k, r -> r.setShareSessionEpoch(0))),
          Question.of("acknowledging in no session", k -> ack(k, r -> {})),
          Question.of(
              "acknowledging at the end of no session",
              k -> ack(k, r -> r.setShareSessionEpoch(-1))),
          Question.of("share offsets of no group", _ -> new DescribeShareGroupOffsetsRequestData()),
          Question.of("share offsets of an unknown group", k -> offsets("s-none", k.topic(), 0)),
          Question.of("share offsets of another kind", k -> offsets(k.group(), k.topic(), 0)),
          Question.of("all share offsets of an unknown group", _ -> offsets("s-none", null, 0)),
          Question.of("setting share offsets without a group", k -> alter("", k.topic(), 0)),
          Question.of("setting share offsets of another kind", k -> alter(k.group(), k.topic(), 0)),
          Question.of("forgetting share offsets without a group", k -> forget("", k.topic())),
          Question.of(
              "forgetting share offsets of an unknown group", k -> forget("s-none", k.topic())),
          Question.of(
              "forgetting share offsets of another kind", k -> forget(k.group(), k.topic())));

  private static ShareGroupDescribeRequestData describe(String... groups) {
    return new ShareGroupDescribeRequestData().setGroupIds(List.of(groups));
  }

  private static ShareGroupHeartbeatRequestData beat(
      Consumer<ShareGroupHeartbeatRequestData> change) {
    var request =
        new ShareGroupHeartbeatRequestData()
            .setGroupId("s-none")
            .setMemberId(MEMBER)
            .setMemberEpoch(0);
    change.accept(request);
    return request;
  }

  private static ShareFetchRequestData fetch(Known known, Consumer<ShareFetchRequestData> change) {
    var request =
        new ShareFetchRequestData()
            .setGroupId("s-none")
            .setMemberId(MEMBER)
            .setShareSessionEpoch(0)
            .setMaxWaitMs(0)
            .setMinBytes(0)
            .setMaxRecords(10)
            .setBatchSize(10);
    change.accept(request);
    return request;
  }

  private static void acknowledge(
      ShareFetchRequestData request, Uuid topic, int partition, long first, long last, byte type) {
    var batch =
        new ShareFetchRequestData.AcknowledgementBatch()
            .setFirstOffset(first)
            .setLastOffset(last)
            .setAcknowledgeTypes(List.of(type));
    var of = new ShareFetchRequestData.FetchTopic().setTopicId(topic);
    of.partitions()
        .add(
            new ShareFetchRequestData.FetchPartition()
                .setPartitionIndex(partition)
                .setAcknowledgementBatches(List.of(batch)));
    request.topics().add(of);
  }

  private static ShareAcknowledgeRequestData ack(
      Known known, Consumer<ShareAcknowledgeRequestData> change) {
    var batch =
        new ShareAcknowledgeRequestData.AcknowledgementBatch()
            .setFirstOffset(0)
            .setLastOffset(1)
            .setAcknowledgeTypes(List.of((byte) 1));
    var topic = new ShareAcknowledgeRequestData.AcknowledgeTopic().setTopicId(known.topicId());
    topic
        .partitions()
        .add(
            new ShareAcknowledgeRequestData.AcknowledgePartition()
                .setPartitionIndex(0)
                .setAcknowledgementBatches(List.of(batch)));
    var request =
        new ShareAcknowledgeRequestData()
            .setGroupId("s-none")
            .setMemberId(MEMBER)
            .setShareSessionEpoch(3);
    request.topics().add(topic);
    change.accept(request);
    return request;
  }

  private static DescribeShareGroupOffsetsRequestData offsets(
      String group, @Nullable String topic, int partition) {
    var of = new DescribeShareGroupOffsetsRequestGroup().setGroupId(group);
    of.setTopics(
        topic == null
            ? null
            : List.of(
                new DescribeShareGroupOffsetsRequestTopic()
                    .setTopicName(topic)
                    .setPartitions(List.of(partition))));
    return new DescribeShareGroupOffsetsRequestData().setGroups(List.of(of));
  }

  private static AlterShareGroupOffsetsRequestData alter(String group, String topic, long offset) {
    var topics = new AlterShareGroupOffsetsRequestTopicCollection();
    topics.add(
        new AlterShareGroupOffsetsRequestTopic()
            .setTopicName(topic)
            .setPartitions(
                List.of(
                    new AlterShareGroupOffsetsRequestPartition()
                        .setPartitionIndex(0)
                        .setStartOffset(offset))));
    return new AlterShareGroupOffsetsRequestData().setGroupId(group).setTopics(topics);
  }

  private static DeleteShareGroupOffsetsRequestData forget(String group, String topic) {
    return new DeleteShareGroupOffsetsRequestData()
        .setGroupId(group)
        .setTopics(List.of(new DeleteShareGroupOffsetsRequestTopic().setTopicName(topic)));
  }

  private ShareQuestions() {}
}
