package io.tidepost.bench.load;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// The few requests that the scenarios need, in versions that name topics (no topic ids), so that
/// they can be encoded once.
public final class Wire {
  public static final int PRODUCE = 9;
  public static final int FETCH = 12;
  public static final int METADATA = 9;
  public static final int CREATE_TOPICS = 5;

  private static final int PARTITIONS_PER_REQUEST = 500;

  private Wire() {}

  /// A produce request with one batch for each of the partitions `first` to `first + count - 1`,
  /// `acks=all`.
  public static ByteBuffer produce(
      String topic, int first, int count, IntFunction<MemoryRecords> batch) {
    ProduceRequestData.TopicProduceData data =
        new ProduceRequestData.TopicProduceData().setName(topic);
    for (int partition = first; partition < first + count; partition++) {
      data.partitionData()
          .add(
              new ProduceRequestData.PartitionProduceData()
                  .setIndex(partition)
                  .setRecords(batch.apply(partition)));
    }
    ProduceRequestData request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(30_000);
    request.topicData().add(data);
    return Frames.encode(request, PRODUCE);
  }

  /// Reads one answer to a produce request and fails when any partition was refused.
  public static void produced(Connection connection) {
    int error = firstError(connection.receive(new ProduceResponseData(), PRODUCE));
    if (error != 0) {
      throw new IllegalStateException("produce was answered with error " + error);
    }
  }

  /// The first error code of a produce response, 0 when there is none.
  private static int firstError(ProduceResponseData response) {
    for (var topic : response.responses()) {
      for (var partition : topic.partitionResponses()) {
        if (partition.errorCode() != 0) {
          return partition.errorCode();
        }
      }
    }
    return 0;
  }

  /// A fetch of the partitions 0 to `offsets.length - 1` from `offsets`, with the limits that a
  /// consumer sends by default.
  public static ByteBuffer fetch(String topic, long[] offsets) {
    FetchRequestData.FetchTopic data = new FetchRequestData.FetchTopic().setTopic(topic);
    for (int partition = 0; partition < offsets.length; partition++) {
      data.partitions()
          .add(
              new FetchRequestData.FetchPartition()
                  .setPartition(partition)
                  .setFetchOffset(offsets[partition])
                  .setPartitionMaxBytes(1 << 20));
    }
    FetchRequestData request =
        new FetchRequestData()
            .setMaxWaitMs(500)
            .setMinBytes(1)
            .setMaxBytes(50 << 20)
            .setSessionEpoch(-1);
    request.topics().add(data);
    return Frames.encode(request, FETCH);
  }

  /// Creates a topic and waits until each partition has a leader.
  public static void createTopic(Connection connection, String topic, int partitions) {
    CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(120_000);
    request
        .topics()
        .add(
            new CreatableTopic()
                .setName(topic)
                .setNumPartitions(partitions)
                .setReplicationFactor((short) 1));
    var response = connection.call(request, new CreateTopicsResponseData(), CREATE_TOPICS);
    var result = response.topics().find(topic);
    if (result.errorCode() != 0) {
      throw new IllegalStateException(
          "create topic: " + result.errorCode() + " " + result.errorMessage());
    }
    while (leaders(connection, topic) < partitions) {
      Thread.onSpinWait();
    }
  }

  /// Writes a record to each of the partitions, again and again until none is refused: Apache Kafka
  /// names leaders before they take writes.
  public static void awaitWritable(Connection connection, String topic, int partitions) {
    for (int first = 0; first < partitions; first += PARTITIONS_PER_REQUEST) {
      int count = Math.min(PARTITIONS_PER_REQUEST, partitions - first);
      ByteBuffer request =
          produce(topic, first, count, _ -> Payload.batch(new Random(3), "none", 1, 100));
      do {
        connection.send(request);
      } while (firstError(connection.receive(new ProduceResponseData(), PRODUCE)) != 0);
    }
  }

  /// How many partitions of `topic` have a leader and no error.
  public static int leaders(Connection connection, String topic) {
    MetadataRequestData request =
        new MetadataRequestData()
            .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(topic)))
            .setAllowAutoTopicCreation(false);
    var response = connection.call(request, new MetadataResponseData(), METADATA);
    int count = 0;
    for (var partition : response.topics().find(topic).partitions()) {
      if (partition.errorCode() == 0 && partition.leaderId() >= 0) {
        count++;
      }
    }
    return count;
  }
}
