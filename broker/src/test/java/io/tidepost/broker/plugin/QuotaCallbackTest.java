package io.tidepost.broker.plugin;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A quota callback of the operator's own decides in a running node (KIP-257).
class QuotaCallbackTest {

  @TempDir Path directory;

  private static Admin admin(TestNode node, String clientId) {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap(), "client.id", clientId));
  }

  private static void create(Admin admin, String topic, int partitions) throws Exception {
    admin
        .createTopics(
            List.of(new NewTopic(topic, partitions, (short) 1)),
            new CreateTopicsOptions().retryOnQuotaViolation(false))
        .all()
        .get();
  }

  private static void setMutationRate(Admin admin, @Nullable Double rate) throws Exception {
    Map<String, String> everyClient = new HashMap<>();
    everyClient.put(ClientQuotaEntity.CLIENT_ID, null);
    admin
        .alterClientQuotas(
            List.of(
                new ClientQuotaAlteration(
                    new ClientQuotaEntity(everyClient),
                    List.of(new ClientQuotaAlteration.Op("controller_mutation_rate", rate)))))
        .all()
        .get();
  }

  @Test
  void itsLimitsCount() throws Exception {
    try (TestNode node =
            TestNode.start(directory, "client.quota.callback.class=" + Budgets.class.getName());
        Admin large = admin(node, "large");
        Admin small = admin(node, "small-1");
        Admin otherSmall = admin(node, "small-2");
        Admin broken = admin(node, "broken")) {
      create(small, "before", 15);
      assertTrue(Budgets.TOPICS.contains("before"));
      setMutationRate(large, 10.0);
      create(small, "first", 15); // eleven seconds' worth are eleven
      ExecutionException refused =
          assertThrows(ExecutionException.class, () -> create(otherSmall, "second", 1));
      assertInstanceOf(ThrottlingQuotaExceededException.class, refused.getCause());
      create(large, "third", 15);
      create(broken, "fourth", 15);
      setMutationRate(large, null);
      try (Admin again = admin(node, "small-3")) {
        create(again, "fifth", 1);
      }
    }
    assertTrue(Budgets.closed);
  }
}
