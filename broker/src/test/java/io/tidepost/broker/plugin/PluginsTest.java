package io.tidepost.broker.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins written against Kafka's contracts, in a running node that real clients ask.
class PluginsTest {

  @TempDir Path directory;

  private static Throwable failure(Callable<?> call) {
    ExecutionException thrown = assertThrows(ExecutionException.class, call::call);
    return Objects.requireNonNull(thrown.getCause());
  }

  private static Admin admin(TestNode node) {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
  }

  @Test
  void policiesVetoWhatTheyForbidAndNothingElse() throws Exception {
    try (TestNode node =
            TestNode.start(
                directory,
                "num.partitions=3",
                "create.topic.policy.class.name=" + NoCapitals.Topics.class.getName(),
                "alter.config.policy.class.name=" + NoCapitals.Configs.class.getName());
        Admin admin = admin(node)) {
      for (NewTopic topic :
          List.of(
              new NewTopic("Loud", 1, (short) 1),
              new NewTopic("wide", 4, (short) 1),
              new NewTopic("broken", 1, (short) 1),
              new NewTopic("kept", 1, (short) 1).configs(Map.of("retention.ms", "86400001")))) {
        assertInstanceOf(
            PolicyViolationException.class,
            failure(() -> admin.createTopics(List.of(topic)).all().get()));
      }
      admin.createTopics(List.of(new NewTopic("quiet", 3, (short) 1))).all().get();
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, "quiet");
      Throwable refused =
          failure(() -> admin.incrementalAlterConfigs(retention(resource, "86400001")).all().get());
      assertEquals("nothing is kept longer than a day", refused.getMessage());
      admin.incrementalAlterConfigs(retention(resource, "86400000")).all().get();
      assertEquals(Set.of("quiet"), admin.listTopics().names().get());
    }
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> retention(
      ConfigResource resource, String millis) {
    return Map.of(
        resource,
        List.of(
            new AlterConfigOp(new ConfigEntry("retention.ms", millis), AlterConfigOp.OpType.SET)));
  }

  @Test
  void anAuthorizerOfTheOperatorsOwnDecides() throws Exception {
    try (TestNode node =
            TestNode.start(directory, "authorizer.class.name=" + OnlyMine.class.getName());
        Admin admin = admin(node)) {
      admin.createTopics(List.of(new NewTopic("ANONYMOUS-1", 1, (short) 1))).all().get();
      assertInstanceOf(
          TopicAuthorizationException.class,
          failure(
              () -> admin.createTopics(List.of(new NewTopic("else", 1, (short) 1))).all().get()));
      assertEquals(Set.of("ANONYMOUS-1"), admin.listTopics().names().get());
    }
  }

  @Test
  void anAuthorizerKeepsItsOwnEntries() throws Exception {
    Files.writeString(directory.resolve("owner"), "ANONYMOUS");
    try (TestNode node =
            TestNode.start(
                directory.resolve("data"),
                "authorizer.class.name=" + OnlyMine.class.getName(),
                "config.providers=dir",
                "config.providers.dir.class="
                    + "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
                "super.users=${dir:" + directory + ":owner}");
        Admin admin = admin(node)) {
      admin.createAcls(List.of(read("orders"), read("payments"))).all().get();
      assertInstanceOf(
          InvalidRequestException.class,
          failure(() -> admin.createAcls(List.of(read("bad"))).all().get()));
      assertEquals(
          Set.of(read("orders"), read("payments")),
          Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get()));
      assertEquals(
          List.of(read("orders")),
          List.copyOf(admin.deleteAcls(List.of(read("orders").toFilter())).all().get()));
      assertEquals(
          List.of(read("payments")),
          List.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get()));
    }
  }

  private static AclBinding read(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  @Test
  void whatCannotBeLoadedRefusesTheStart() {
    StartException missing =
        assertThrows(
            StartException.class,
            () -> TestNode.start(directory, "authorizer.class.name=a.B").close());
    assertEquals(
        "authorizer.class.name: there is no class a.B on the class path", missing.getMessage());
    StartException wrong =
        assertThrows(
            StartException.class,
            () ->
                TestNode.start(directory, "create.topic.policy.class.name=java.lang.String")
                    .close());
    assertTrue(
        String.valueOf(wrong.getMessage())
            .startsWith("create.topic.policy.class.name: java.lang.String is not a "),
        wrong.getMessage());
    OptionsRefusedException provider =
        assertThrows(
            OptionsRefusedException.class,
            () -> TestNode.start(directory, "config.providers=file").close());
    assertTrue(
        String.valueOf(provider.getMessage()).contains("the provider file has no"),
        provider.getMessage());
  }
}
