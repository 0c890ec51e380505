package io.tidepost.cli.config;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Parameters;

/// Whose options: the first two words behind the verb.
final class Entity {

  enum Type {
    topic,
    broker
  }

  @Parameters(index = "0", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES}.")
  Type type = Type.topic;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "The topic's name, the broker's id, or 'default' for all brokers.")
  String name = "";

  /// The entity for the admin client; fails when it is not there.
  ConfigResource resource(Admin admin) throws InterruptedException, ExecutionException {
    if (type == Type.topic) {
      Topics.describe(admin, List.of(name));
      return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }
    if (name.equals("default")) {
      return new ConfigResource(ConfigResource.Type.BROKER, "");
    }
    List<String> brokers =
        admin.describeCluster().nodes().get().stream().map(n -> n.idString()).sorted().toList();
    if (!brokers.contains(name)) {
      throw new Failure(
          "there is no broker " + name + "; there are: " + String.join(", ", brokers));
    }
    return new ConfigResource(ConfigResource.Type.BROKER, name);
  }
}
