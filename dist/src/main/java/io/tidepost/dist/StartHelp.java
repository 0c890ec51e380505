package io.tidepost.dist;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.Failure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What `tidepost start --help` says. The start itself is [Server]'s: the launcher gives it a JVM
/// of its own, with other flags than a command's.
@Command(
    name = "start",
    description = {
      "Run the platform in this terminal until it is told to stop (Ctrl-C, SIGTERM). Storage is"
          + " formatted when it is new. One line on standard output says when it is ready and"
          + " where; the log goes to standard error."
    },
    footer = {
      "  tidepost start",
      "  tidepost start --config server.properties",
      "  tidepost start --set listeners=PLAINTEXT://0.0.0.0:9092 --set log.dirs=/var/lib/tidepost",
      "",
      "Environment: TIDEPOST_HEAP (such as 2g), TIDEPOST_JAVA_OPTS (more JVM flags), JAVA_HOME."
    })
final class StartHelp extends CliCommand {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Apache Kafka's server.properties, as it is. Without it: defaults, under ./data.")
  @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any option; counts more than the file; may be repeated.")
  List<String> sets = List.of();

  @Option(
      names = "--add-scram",
      paramLabel = "MECHANISM=[name=NAME,password=PASSWORD]",
      description =
          "A user that a new cluster starts with, such as"
              + " 'SCRAM-SHA-256=[name=admin,password=secret]'; may be repeated. Other users of"
              + " this machine can see it: the option tidepost.bootstrap.scram in a file is safer.")
  List<String> users = List.of();

  @Option(names = "--strict", description = "Refuse to start with an option that is not known.")
  boolean strict;

  @Override
  public Integer call() {
    throw new Failure("the server is started by the launcher: ./tidepost start");
  }
}
