package io.tidepost.cli.desired;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.schema.RegistryAddress;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `plan` and `apply` have in common.
abstract class DesiredCommand extends KafkaCommand {

  @Parameters(paramLabel = "FILE", description = "The file that says what should be.")
  Path file = Path.of("tidepost.yaml");

  @Mixin RegistryAddress registry = new RegistryAddress();

  @Option(
      names = "--delete",
      description =
          "What this file's owner has and the file no longer names may go: resources, and options"
              + " of topics.")
  boolean delete;

  /// A plan and what it takes to carry it out.
  record Planned(DesiredFile file, Cluster cluster, Plan plan) {}

  final Planned plan(Admin admin) throws Exception {
    Cluster cluster = new Cluster(admin, client.connectionProperties(), registry.client());
    DesiredFile read = DesiredFile.read(file);
    return new Planned(read, cluster, Plan.of(read, cluster, delete));
  }

  final void show(Plan plan) {
    if (output.structured()) {
      output.tree(terminal.out(), plan.tree());
      return;
    }
    PrintStream out = terminal.out();
    for (Change change : plan.changes()) {
      out.println(change.verb().sign + " " + change.id());
      change.lines().forEach(line -> out.println("    " + line));
      change.warnings().forEach(line -> out.println("    ! " + line));
    }
    if (!plan.leftAlone().isEmpty()) {
      out.println("left as it is (--delete would remove it):");
      plan.leftAlone().forEach(line -> out.println("    " + line));
    }
    out.println(plan.empty() ? "nothing to do: all is as the file says" : plan.sum());
  }
}
