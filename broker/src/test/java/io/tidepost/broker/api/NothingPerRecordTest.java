package io.tidepost.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the event loops allocate for a request does not depend on how many records it carries.
class NothingPerRecordTest {

  private static final int REQUESTS = 200;
  private static final int FEW = 10;
  private static final int MANY = 2_000;

  /// An object has 8 bytes at least.
  private static final double BYTES_PER_RECORD_MAX = 4;

  @TempDir Path directory;

  @Test
  void theLoopsAllocateNothingPerRecord() throws Exception {
    try (TestNode node = TestNode.start(directory, "num.network.threads=1");
        RawClient client = new RawClient(node.port())) {
      createTopic(client, "few");
      createTopic(client, "many");
      produce(client, "few", FEW);
      produce(client, "many", MANY);
      double produced = perRecord(produce(client, "few", FEW), produce(client, "many", MANY));
      assertTrue(produced < BYTES_PER_RECORD_MAX, produced + " bytes per record produced");
      fetch(client, "few", FEW);
      fetch(client, "many", MANY);
      double fetched = perRecord(fetch(client, "few", FEW), fetch(client, "many", MANY));
      assertTrue(fetched < BYTES_PER_RECORD_MAX, fetched + " bytes per record fetched");
    }
  }

  private static double perRecord(long few, long many) {
    return (double) (many - few) / ((long) REQUESTS * (MANY - FEW));
  }

  /// Bytes that the event loops of this process have allocated so far.
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("tidepost-loop-")) {
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return bytes;
  }

  private static void createTopic(RawClient client, String name) throws IOException {
    var request = new CreateTopicsRequest();
    request.timeoutMs = 20_000;
    var topic = new CreateTopicsRequest.CreatableTopic();
    topic.name = name;
    topic.numPartitions = 1;
    topic.replicationFactor = 1;
    request.topics.add(topic);
    var created = client.call(request, 5, 5, CreateTopicsResponse::read);
    assertEquals(ErrorCode.NONE.code(), created.topics.getFirst().errorCode);
  }

  /// Produces batches of `records` and answers with what that allocated.
  private static long produce(RawClient client, String name, int records) throws IOException {
    BatchBuilder builder = new BatchBuilder();
    for (int i = 0; i < records; i++) {
      builder.append(System.currentTimeMillis(), null, ByteBuffer.allocate(100));
    }
    ByteBuffer batch = builder.build();
    var request = new ProduceRequest();
    request.acks = -1;
    request.timeoutMs = 20_000;
    var topic = new ProduceRequest.TopicProduceData();
    topic.name = name;
    var data = new ProduceRequest.PartitionProduceData();
    topic.partitionData.add(data);
    request.topicData.add(topic);
    long before = allocated();
    for (int i = 0; i < REQUESTS; i++) {
      data.records = new BufferRecords(batch.duplicate());
      var response = client.call(request, 9, 9, ProduceResponse::read);
      short error = response.responses.getFirst().partitionResponses.getFirst().errorCode;
      assertEquals(ErrorCode.NONE.code(), error);
    }
    return allocated() - before;
  }

  /// Fetches one batch of `records` at a time and answers with what that allocated.
  private static long fetch(RawClient client, String name, int records) throws IOException {
    long before = allocated();
    for (int i = 0; i < REQUESTS; i++) {
      var request = new FetchRequest();
      request.replicaId = -1;
      request.maxBytes = 1;
      request.sessionEpoch = -1;
      var topic = new FetchRequest.FetchTopic();
      topic.topic = name;
      var wanted = new FetchRequest.FetchPartition();
      wanted.currentLeaderEpoch = -1;
      wanted.lastFetchedEpoch = -1;
      wanted.fetchOffset = (long) i * records;
      wanted.partitionMaxBytes = 1;
      topic.partitions.add(wanted);
      request.topics.add(topic);
      var response = client.call(request, 12, 12, FetchResponse::read);
      var partition = response.responses.getFirst().partitions.getFirst();
      assertEquals(ErrorCode.NONE.code(), partition.errorCode);
      assertTrue(partition.records != null && partition.records.sizeInBytes() > records * 100);
    }
    return allocated() - before;
  }
}
