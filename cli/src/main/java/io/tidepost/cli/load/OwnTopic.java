package io.tidepost.cli.load;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A topic that a load makes for itself, under a name that nobody else has: its options, and how it
/// comes and goes.
final class OwnTopic {

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "COUNT",
      defaultValue = "6",
      description = "Of the topic that is made; default ${DEFAULT-VALUE}.")
  int partitions = 6;

  @Option(
      names = {"-r", "--replication-factor"},
      paramLabel = "COUNT",
      description = "Of the topic that is made; default: the cluster's.")
  @Nullable Short replicationFactor;

  /// @return its name
  String create(Admin admin) throws InterruptedException {
    String name = "tidepost-bench-" + UUID.randomUUID().toString().substring(0, 8);
    var wanted =
        new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replicationFactor));
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      Throwable cause = Explain.unwrap(e);
      throw new Failure("no topic was made: " + Explain.sentence(cause), cause);
    }
    return name;
  }

  /// @param err told when it cannot be deleted
  static void delete(Admin admin, String name, PrintStream err) throws InterruptedException {
    try {
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException e) {
      err.println(
          "The topic '" + name + "' was not deleted: " + Explain.sentence(Explain.unwrap(e)));
    }
  }
}
