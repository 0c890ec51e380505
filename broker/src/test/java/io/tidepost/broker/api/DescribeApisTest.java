package io.tidepost.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DescribeCluster and DescribeTopicPartitions through the newest client.
class DescribeApisTest {

  private static final int PARTITIONS = 7;

  @TempDir Path directory;

  private static Admin admin(TestNode node) {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
  }

  @Test
  void describesTheCluster() throws Exception {
    try (TestNode node = TestNode.start(directory, "broker.rack=east");
        Admin admin = admin(node)) {
      var result =
          admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
      assertEquals(22, result.clusterId().get().length());
      assertEquals(1, result.nodes().get().size());
      var only = result.nodes().get().iterator().next();
      assertEquals(node.port(), only.port());
      assertEquals("127.0.0.1", only.host());
      assertEquals("east", only.rack());
      assertEquals(only, result.controller().get());
      assertTrue(result.authorizedOperations().get().contains(AclOperation.ALTER));
    }
  }

  @Test
  void describesPartitionsInPages() throws Exception {
    try (TestNode node = TestNode.start(directory);
        Admin admin = admin(node)) {
      List<NewTopic> topics = new ArrayList<>();
      for (String name : List.of("a", "b", "c", "d")) {
        topics.add(new NewTopic(name, PARTITIONS, (short) 1));
      }
      admin.createTopics(topics).all().get();
      for (int limit : List.of(1, 3, 7, 8, 2000)) {
        Map<String, TopicDescription> found =
            admin
                .describeTopics(
                    List.of("d", "a", "c", "b"),
                    new DescribeTopicsOptions().partitionSizeLimitPerResponse(limit))
                .allTopicNames()
                .get();
        assertEquals(4, found.size());
        found.values().forEach(topic -> check(node, topic));
      }
      var failure =
          assertThrows(
              ExecutionException.class,
              () -> admin.describeTopics(List.of("a", "nope")).allTopicNames().get());
      assertInstanceOf(UnknownTopicOrPartitionException.class, failure.getCause());
    }
  }

  private static void check(TestNode node, TopicDescription topic) {
    assertEquals(PARTITIONS, topic.partitions().size());
    for (int i = 0; i < PARTITIONS; i++) {
      assertEquals(i, topic.partitions().get(i).partition());
      assertEquals(1, topic.partitions().get(i).isr().size());
      assertEquals(node.port(), topic.partitions().get(i).leader().port());
    }
  }
}
