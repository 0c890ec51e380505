package io.tidepost.compat.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bits flip in the middle of `__consumer_offsets`: the coordinator says what it could not read,
/// and everything before and behind it is there.
final class DamagedOffsetsTest {

  private static final int COMMITS = 100;

  private final Path home = Shared.temporary("damaged-offsets");
  private final ServerUnderTest server = ServerUnderTest.create(home, options());
  private final Clients clients = new Clients(server);

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("offsets.topic.num.partitions", "1");
    return options;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsNotDamagedIsLoaded() throws IOException {
    assumeFalse(ServerUnderTest.isApacheKafka(), "Apache Kafka cuts the partition there");
    server.start();
    String topic = clients.topic("read", 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    commit("before", partition, 1);
    commit("before", partition, 2);
    try (Consumer<String, String> member = clients.member("through", Map.of())) {
      member.assign(List.of(partition));
      for (int i = 0; i < COMMITS; i++) {
        member.commitSync(Map.of(partition, new OffsetAndMetadata(i)));
      }
    }
    commit("behind", partition, 5);
    server.kill();
    Path segment =
        server.dataDirectory().resolve("__consumer_offsets-0").resolve("00000000000000000000.log");
    flipABit(segment, Files.size(segment) / 2);
    server.start();
    assertEquals(2, committed("before", partition));
    assertEquals(5, committed("behind", partition));
    assertEquals(COMMITS - 1, committed("through", partition), "the newest commit is not damaged");
    String said = server.output();
    assertTrue(said.contains("loaded without a damaged part"), said);
    assertTrue(said.contains(String.valueOf(segment.getFileName())), said);
    commit("before", partition, 3);
    assertEquals(3, committed("before", partition));
  }

  private void commit(String group, TopicPartition partition, long offset) {
    try (Consumer<String, String> member = clients.member(group, Map.of())) {
      member.assign(List.of(partition));
      member.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
    }
  }

  private long committed(String group, TopicPartition partition) {
    try (Admin admin = clients.admin()) {
      return Clients.of(
              Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()),
              partition)
          .offset();
    }
  }

  private static void flipABit(Path file, long position) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, position);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 8)}), position);
    }
  }
}
