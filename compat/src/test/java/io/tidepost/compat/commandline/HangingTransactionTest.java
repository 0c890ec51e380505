package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A transaction that is open in a partition and that no coordinator knows of: an older client
/// wrote late, while nobody verified that the partition was part of its transaction. An operator
/// finds it and ends it, with Apache's tool and with ours.
@ExtendWith(Shared.class)
final class HangingTransactionTest {
  private static final String TRANSACTIONS = "org.apache.kafka.tools.TransactionsCommand";
  private static final int PRODUCE_VERSION = 11;
  private static final ServerUnderTest SERVER =
      ServerUnderTest.create(Shared.temporary("hanging"), options());

  private final ApacheTools tools;
  private final Clients clients = new Clients(SERVER);
  private final String topic = clients.topic("hanging", 2);

  @TempDir Path folder;

  HangingTransactionTest(ApacheTools tools) {
    this.tools = tools;
  }

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("transaction.partition.verification.enable", "false");
    return options;
  }

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /// Writes what nobody will end, two hours old.
  ///
  /// @return the producer's id
  private long hang(int partition) throws IOException {
    try (Connection connection = new Connection(SERVER.port())) {
      long producerId =
          connection
              .call(
                  new InitProducerIdRequestData().setTransactionalId(null),
                  new InitProducerIdResponseData(),
                  4)
              .producerId();
      long then = System.currentTimeMillis() - Duration.ofHours(2).toMillis();
      MemoryRecords records =
          MemoryRecords.withTransactionalRecords(
              Compression.NONE,
              producerId,
              (short) 0,
              0,
              new SimpleRecord(then, null, "lost".getBytes(StandardCharsets.UTF_8)));
      var topicData = new ProduceRequestData.TopicProduceData().setName(topic);
      topicData.setPartitionData(
          List.of(
              new ProduceRequestData.PartitionProduceData()
                  .setIndex(partition)
                  .setRecords(records)));
      var request =
          new ProduceRequestData()
              .setTransactionalId("nobody-knows-" + partition)
              .setAcks((short) -1)
              .setTimeoutMs(10_000);
      request.topicData().add(topicData);
      ProduceResponseData response =
          connection.call(request, new ProduceResponseData(), PRODUCE_VERSION);
      var answer = response.responses().iterator().next().partitionResponses().get(0);
      assertEquals(0, answer.errorCode());
      assertEquals(0, answer.baseOffset());
      return producerId;
    }
  }

  private long stableEnd(Admin admin, int partition) {
    var place = new TopicPartition(topic, partition);
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return Clients.get(
            admin.listOffsets(Map.of(place, OffsetSpec.latest()), options).partitionResult(place))
        .offset();
  }

  @Test
  void apachesToolFindsAndAbortsIt() throws IOException {
    long producerId = hang(0);
    clients.writeNumbers(topic, 0, 1, 3);
    try (Admin admin = clients.admin()) {
      assertEquals(0, stableEnd(admin, 0));
      String found =
          tools
              .run(
                  TRANSACTIONS,
                  "--bootstrap-server",
                  SERVER.bootstrap(),
                  "find-hanging",
                  "--topic",
                  topic)
              .out();
      assertTrue(found.contains(topic) && found.contains(String.valueOf(producerId)), found);
      tools.run(
          TRANSACTIONS,
          "--bootstrap-server",
          SERVER.bootstrap(),
          "abort",
          "--topic",
          topic,
          "--partition",
          "0",
          "--start-offset",
          "0");
      await().atMost(Clients.LIMIT).until(() -> stableEnd(admin, 0) == 5);
    }
  }

  @Test
  void ourCommandsFindAndAbortIt() throws IOException {
    Tidepost tidepost = new Tidepost(folder, SERVER.bootstrap());
    long producerId = hang(1);
    clients.writeNumbers(topic, 1, 1, 3);
    try (Admin admin = clients.admin()) {
      assertEquals(0, stableEnd(admin, 1));
      String[] find = {"transaction", "find-hanging", "--topic", topic, "-o", "json"};
      String found = tidepost.run(null, find);
      assertTrue(
          found.contains("\"producerId\"") && found.contains(String.valueOf(producerId)), found);
      String partition = "--partition=1";
      tidepost.run(
          null, "transaction", "abort", "--topic", topic, partition, "--start-offset", "0");
      await().atMost(Clients.LIMIT).until(() -> stableEnd(admin, 1) == 5);
      assertFalse(tidepost.run(null, find).contains("producerId"));
    }
  }
}
