package io.tidepost.compat.parity;

import io.tidepost.compat.parity.Question.Known;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// About records.
final class DataQuestions {
  private static final Uuid STRANGE = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZA");
  private static final long EARLIEST = -2;
  private static final long LATEST = -1;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;
  private static final long LATEST_TIERED = -5;

  static final List<Question> ALL =
      List.of(
          Question.of("the earliest offset", known -> offsets(known.topic(), 0, EARLIEST)),
          Question.of("the latest offset", known -> offsets(known.topic(), 0, LATEST)),
          Question.of(
              "the offset of the newest time", known -> offsets(known.topic(), 0, MAX_TIMESTAMP)),
          Question.of(
              "the earliest local offset", known -> offsets(known.topic(), 0, EARLIEST_LOCAL)),
          Question.of(
              "the latest remote offset", known -> offsets(known.topic(), 0, LATEST_TIERED)),
          Question.of("a meaning nobody knows", known -> offsets(known.topic(), 0, -9)),
          Question.of(
              "a time in the middle", known -> offsets(known.topic(), 0, 1_700_000_001_500L)),
          Question.of("a time before all", known -> offsets(known.topic(), 0, 1)),
          Question.of("a time behind all", known -> offsets(known.topic(), 0, 1_900_000_000_000L)),
          Question.of(
              "the newest time of an empty partition",
              known -> offsets(known.topic(), 1, MAX_TIMESTAMP)),
          Question.of("a time in an empty partition", known -> offsets(known.topic(), 1, 5)),
          Question.of(
              "offsets of an unknown partition", known -> offsets(known.topic(), 9, LATEST)),
          Question.of(
              "offsets of a partition below zero", known -> offsets(known.topic(), -1, LATEST)),
          Question.of("offsets of an unknown topic", _ -> offsets("nowhere", 0, LATEST)),
          Question.of(
              "offsets in an epoch to come",
              known -> offsets(known.topic(), 0, LATEST, p -> p.setCurrentLeaderEpoch(7))),
          Question.of(
              "offsets of one partition twice",
              known -> {
                var request = offsets(known.topic(), 0, LATEST);
                var topic = request.topics().getFirst();
                topic.setPartitions(
                    List.of(
                        topic.partitions().getFirst(), topic.partitions().getFirst().duplicate()));
                return request;
              }),
          Question.of(
              "offsets as a follower that is none",
              known -> offsets(known.topic(), 0, LATEST).setReplicaId(5)),
          Question.of(
              "what is committed",
              known -> offsets(known.topic(), 0, LATEST).setIsolationLevel((byte) 1)),
          Question.of("the end of an epoch", known -> epoch(known.topic(), 0, -1, 0)),
          Question.of("the end of an epoch to come", known -> epoch(known.topic(), 0, -1, 5)),
          Question.of("the end of an epoch below zero", known -> epoch(known.topic(), 0, -1, -5)),
          Question.of(
              "the end of an epoch, in one to come", known -> epoch(known.topic(), 0, 3, 0)),
          Question.of("the end of an epoch nowhere", _ -> epoch("nowhere", 0, -1, 0)),
          Question.of("fetching from the beginning", known -> fetch(known, p -> {})),
          Question.of("fetching from the middle", known -> fetch(known, p -> p.setFetchOffset(3))),
          Question.of("fetching at the end", known -> fetch(known, p -> p.setFetchOffset(5))),
          Question.of("fetching behind the end", known -> fetch(known, p -> p.setFetchOffset(6))),
          Question.of("fetching below zero", known -> fetch(known, p -> p.setFetchOffset(-1))),
          Question.of(
              "fetching in an epoch to come",
              known -> fetch(known, p -> p.setCurrentLeaderEpoch(4))),
          Question.of(
              "fetching with an epoch behind",
              known -> fetch(known, p -> p.setLastFetchedEpoch(0))),
          Question.of(
              "fetching at most nothing", known -> fetch(known, p -> p.setPartitionMaxBytes(0))),
          Question.of(
              "fetching an unknown partition", known -> fetch(known, p -> p.setPartition(9))),
          Question.of(
              "fetching from a session that is none",
              known -> fetch(known, p -> {}).setSessionId(77).setSessionEpoch(3)),
          Question.of(
              "fetching with a session of epoch below zero",
              known -> fetch(known, p -> {}).setSessionEpoch(-7)),
          Question.of("fetching nothing", _ -> new FetchRequestData().setMaxWaitMs(0)),
          Question.of(
              "fetching nothing at all at most", known -> fetch(known, p -> {}).setMaxBytes(0)),
          Question.of("fetching an unknown id", _ -> fetch("nowhere", STRANGE, p -> {})),
          Question.of("a record", known -> produce(known, 0, (short) -1, batch("key"))),
          Question.of(
              "a record, written by the leader alone",
              known -> produce(known, 0, (short) 1, batch("key"))),
          Question.of(
              "a record for an unknown partition",
              known -> produce(known, 9, (short) -1, batch("key"))),
          Question.of(
              "a record with three acknowledgements",
              known -> produce(known, 0, (short) 3, batch("key"))),
          Question.of("no records", known -> produce(known, 0, (short) -1, MemoryRecords.EMPTY)),
          Question.of(
              "a record for an unknown topic",
              _ -> produce(new Known("nowhere", STRANGE, ""), 0, (short) -1, batch("key"))),
          Question.of(
              "a producer that was never seen, in the middle",
              known -> produce(known, 1, (short) -1, numbered(4711, (short) 0, 12))),
          Question.of(
              "a producer's first",
              known -> produce(known, 1, (short) -1, numbered(4712, (short) 3, 0))),
          Question.of(
              "the same again",
              known -> produce(known, 1, (short) -1, numbered(4712, (short) 3, 0))),
          Question.of(
              "a gap behind it",
              known -> produce(known, 1, (short) -1, numbered(4712, (short) 3, 5))),
          Question.of(
              "an older epoch",
              known -> produce(known, 1, (short) -1, numbered(4712, (short) 2, 1))),
          Question.of(
              "a newer epoch that does not begin at zero",
              known -> produce(known, 1, (short) -1, numbered(4712, (short) 4, 9))),
          Question.of("deleting behind the end", known -> delete(known.topic(), 0, 999)),
          Question.of("deleting below zero", known -> delete(known.topic(), 0, -2)),
          Question.of("deleting in an unknown partition", known -> delete(known.topic(), 9, 1)),
          Question.of("deleting in an unknown topic", _ -> delete("nowhere", 0, 1)),
          Question.of("deleting nothing", known -> delete(known.topic(), 0, 0)),
          Question.of("deleting some", known -> delete(known.topic(), 0, 2)),
          Question.of("the earliest offset now", known -> offsets(known.topic(), 0, EARLIEST)),
          Question.of("fetching what was deleted", known -> fetch(known, p -> p.setFetchOffset(1))),
          Question.of(
              "the producers of an unknown partition", known -> producers(known.topic(), 9)),
          Question.of("the producers of an unknown topic", _ -> producers("nowhere", 0)));

  private static ListOffsetsRequestData offsets(String topic, int partition, long timestamp) {
    return offsets(topic, partition, timestamp, p -> {});
  }

  private static ListOffsetsRequestData offsets(
      String topic,
      int partition,
      long timestamp,
      Consumer<ListOffsetsRequestData.ListOffsetsPartition> change) {
    var data =
        new ListOffsetsRequestData.ListOffsetsPartition()
            .setPartitionIndex(partition)
            .setTimestamp(timestamp);
    change.accept(data);
    return new ListOffsetsRequestData()
        .setReplicaId(-1)
        .setTopics(
            List.of(
                new ListOffsetsRequestData.ListOffsetsTopic()
                    .setName(topic)
                    .setPartitions(List.of(data))));
  }

  private static OffsetForLeaderEpochRequestData epoch(
      String topic, int partition, int current, int asked) {
    var data =
        new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
            .setPartition(partition)
            .setCurrentLeaderEpoch(current)
            .setLeaderEpoch(asked);
    var of =
        new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
            .setTopic(topic)
            .setPartitions(List.of(data));
    var request = new OffsetForLeaderEpochRequestData();
    request.topics().add(of);
    return request;
  }

  private static FetchRequestData fetch(
      Known known, Consumer<FetchRequestData.FetchPartition> change) {
    return fetch(known.topic(), known.topicId(), change);
  }

  /// Old versions name the topic, new ones give its id.
  private static FetchRequestData fetch(
      String topic, Uuid id, Consumer<FetchRequestData.FetchPartition> change) {
    var partition =
        new FetchRequestData.FetchPartition().setPartition(0).setPartitionMaxBytes(1 << 20);
    change.accept(partition);
    return new FetchRequestData()
        .setMaxWaitMs(0)
        .setMinBytes(0)
        .setMaxBytes(1 << 20)
        .setSessionEpoch(-1)
        .setTopics(
            List.of(
                new FetchRequestData.FetchTopic()
                    .setTopic(topic)
                    .setTopicId(id)
                    .setPartitions(List.of(partition))));
  }

  private static ProduceRequestData produce(
      Known known, int partition, short acks, MemoryRecords records) {
    var topic =
        new ProduceRequestData.TopicProduceData()
            .setName(known.topic())
            .setTopicId(known.topicId());
    topic
        .partitionData()
        .add(new ProduceRequestData.PartitionProduceData().setIndex(partition).setRecords(records));
    var request = new ProduceRequestData().setAcks(acks).setTimeoutMs(5_000);
    request.topicData().add(topic);
    return request;
  }

  private static SimpleRecord record(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    return new SimpleRecord(1_700_000_009_000L, bytes, bytes);
  }

  private static MemoryRecords batch(String key) {
    return MemoryRecords.withRecords(Compression.NONE, record(key));
  }

  private static MemoryRecords numbered(long producerId, short epoch, int sequence) {
    return MemoryRecords.withIdempotentRecords(
        Compression.NONE, producerId, epoch, sequence, record("key"));
  }

  private static DeleteRecordsRequestData delete(String topic, int partition, long offset) {
    var data =
        new DeleteRecordsRequestData.DeleteRecordsPartition()
            .setPartitionIndex(partition)
            .setOffset(offset);
    return new DeleteRecordsRequestData()
        .setTimeoutMs(5_000)
        .setTopics(
            List.of(
                new DeleteRecordsRequestData.DeleteRecordsTopic()
                    .setName(topic)
                    .setPartitions(List.of(data))));
  }

  private static DescribeProducersRequestData producers(String topic, int partition) {
    var data =
        new DescribeProducersRequestData.TopicRequest()
            .setName(topic)
            .setPartitionIndexes(List.of(partition));
    var request = new DescribeProducersRequestData();
    request.topics().add(data);
    return request;
  }

  private DataQuestions() {}
}
