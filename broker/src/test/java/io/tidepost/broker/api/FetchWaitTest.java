package io.tidepost.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.group.RawClient;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.CreateTopicsResponse;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceResponse;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a Fetch is answered: enough bytes, an error, or no time left. A wait that is meant to be
/// cut short is longer than the client's patience.
class FetchWaitTest {

  private static final int PRODUCE = 9;
  private static final int FETCH = 12;
  private static final int CREATE_TOPICS = 5;
  private static final int LONG_MILLIS = 120_000;
  private static final int PARTITIONS = 4;

  @TempDir Path directory;
  private TestNode node;
  private RawClient producer;
  private RawClient consumer;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(directory);
    producer = new RawClient(node.port());
    consumer = new RawClient(node.port());
    var request = new CreateTopicsRequest();
    request.timeoutMs = 20_000;
    var topic = new CreateTopicsRequest.CreatableTopic();
    topic.name = "waits";
    topic.numPartitions = PARTITIONS;
    topic.replicationFactor = 1;
    request.topics.add(topic);
    var created = producer.call(request, CREATE_TOPICS, 5, CreateTopicsResponse::read);
    assertEquals(ErrorCode.NONE.code(), created.topics.getFirst().errorCode);
  }

  @AfterEach
  void stop() throws IOException {
    producer.close();
    consumer.close();
    node.close();
  }

  /// Writes one record; repeated while the new partition is not led yet.
  private int produce(int partition, int valueBytes) throws IOException {
    ByteBuffer batch = batch(valueBytes);
    int size = batch.remaining();
    short error;
    do {
      var request = new ProduceRequest();
      request.acks = -1;
      request.timeoutMs = 20_000;
      var topic = new ProduceRequest.TopicProduceData();
      topic.name = "waits";
      var data = new ProduceRequest.PartitionProduceData();
      data.index = partition;
      data.records = new BufferRecords(batch.duplicate());
      topic.partitionData.add(data);
      request.topicData.add(topic);
      var response = producer.call(request, PRODUCE, 9, ProduceResponse::read);
      error = response.responses.getFirst().partitionResponses.getFirst().errorCode;
    } while (error == ErrorCode.NOT_LEADER_OR_FOLLOWER.code()
        || error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    assertEquals(ErrorCode.NONE.code(), error);
    return size;
  }

  private static ByteBuffer batch(int valueBytes) {
    BatchBuilder builder = new BatchBuilder();
    builder.append(System.currentTimeMillis(), null, ByteBuffer.allocate(valueBytes));
    return builder.build();
  }

  private void send(int minBytes, int maxWaitMillis, long offset, int... partitions)
      throws IOException {
    var request = new FetchRequest();
    request.replicaId = -1;
    request.maxWaitMs = maxWaitMillis;
    request.minBytes = minBytes;
    request.maxBytes = 1 << 20;
    request.sessionEpoch = -1;
    var topic = new FetchRequest.FetchTopic();
    topic.topic = "waits";
    for (int partition : partitions) {
      var wanted = new FetchRequest.FetchPartition();
      wanted.partition = partition;
      wanted.currentLeaderEpoch = -1;
      wanted.lastFetchedEpoch = -1;
      wanted.fetchOffset = offset;
      wanted.partitionMaxBytes = 1 << 20;
      topic.partitions.add(wanted);
    }
    request.topics.add(topic);
    consumer.send(request, FETCH, 12);
  }

  private FetchResponse receive() throws IOException {
    return consumer.receive(FETCH, 12, FetchResponse::read);
  }

  private static int bytes(FetchResponse response) {
    int bytes = 0;
    for (var topic : response.responses) {
      for (var partition : topic.partitions) {
        if (partition.records instanceof BufferRecords records) {
          bytes += records.sizeInBytes();
        }
      }
    }
    return bytes;
  }

  @Test
  void withoutWaitingTheAnswerIsWhatThereIs() throws IOException {
    int size = produce(0, 100);
    send(1 << 20, 0, 0, 0);
    assertEquals(size, bytes(receive()));
    send(1 << 20, 0, 1, 0);
    assertEquals(0, bytes(receive()));
  }

  @Test
  void aRecordEndsTheWait() throws IOException {
    produce(0, 10);
    send(1, LONG_MILLIS, 1, 0);
    int size = produce(0, 100);
    assertEquals(size, bytes(receive()));
  }

  @Test
  void recordsOfSeveralPartitionsAddUp() throws IOException {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      produce(partition, 10);
    }
    int size = batch(1000).remaining();
    send(PARTITIONS * size, LONG_MILLIS, 1, 0, 1, 2, 3);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      produce(partition, 1000);
    }
    assertEquals(PARTITIONS * size, bytes(receive()));
  }

  @Test
  void whenTimeIsUpTheAnswerIsWhatThereIs() throws IOException {
    int size = produce(0, 100);
    send(1 << 20, 20, 0, 0);
    assertEquals(size, bytes(receive()));
  }

  @Test
  void anErrorIsToldAtOnce() throws IOException {
    produce(0, 10);
    send(1, LONG_MILLIS, 1, 0, PARTITIONS);
    FetchResponse response = receive();
    var partitions = response.responses.getFirst().partitions;
    assertTrue(
        partitions.stream()
            .anyMatch(p -> p.errorCode == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()));
    send(1, LONG_MILLIS, 7, 0);
    assertEquals(
        ErrorCode.OFFSET_OUT_OF_RANGE.code(),
        receive().responses.getFirst().partitions.getFirst().errorCode);
  }

  @Test
  void aWaitingFetchDoesNotHoldUpAStop() throws IOException {
    produce(0, 10);
    send(1, LONG_MILLIS, 1, 0);
    send(1, LONG_MILLIS, 1, 0);
    node.close();
  }
}
