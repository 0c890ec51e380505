package io.tidepost.cli.doctor;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.OutputOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost doctor`. How a start would read its configuration is known to another room, which
/// makes this complete.
@Command(
    name = "doctor",
    description = {
      "Say in plain words why a client cannot connect: name, port, protocol, TLS and its"
          + " certificates, SASL, versions, the addresses that the brokers tell their clients,"
          + " their disks. With --start or --config: why a start fails: Java, options, limits, the"
          + " clock, ports and who holds them, data folders, disk. Exit code 1 when there is a"
          + " problem."
    },
    footer = {
      "  tidepost doctor -b broker.example.com:9092",
      "  tidepost doctor -b broker.example.com:9093 --command-config client.properties",
      "  tidepost doctor --profile production",
      "  tidepost doctor --start",
      "  tidepost doctor --config server.properties"
    })
public abstract class DoctorCommand extends CliCommand {

  @Option(names = "--start", description = "Look at why 'tidepost start' would fail.")
  boolean start;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Look at why 'tidepost start --config FILE' would fail.")
  @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "As given to 'tidepost start'; may be repeated.")
  List<String> sets = new ArrayList<>();

  @Mixin ClientOptions client;

  @Mixin OutputOptions output;

  /// What a start with these arguments would do.
  protected abstract StartPlan plan(@Nullable Path file, List<String> settings);

  @Override
  public final Integer call() {
    var findings = new Findings(output.structured() ? null : terminal.out());
    if (start || config != null || !sets.isEmpty()) {
      new StartChecks(findings).run(plan(config, sets));
    } else {
      new ClientChecks(client, findings).run();
    }
    if (output.structured()) {
      output.tree(terminal.out(), findings.tree());
    }
    return findings.problems() == 0 ? OK : FAILED;
  }
}
