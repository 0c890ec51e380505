package io.tidepost.cli.config;

import io.tidepost.cli.Configs;
import io.tidepost.cli.KafkaCommand;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost config delete`.
@Command(
    name = "delete",
    description = "Take options of a topic or broker back to their default.",
    footer = {"  tidepost config delete topic orders retention.ms"})
final class ConfigDelete extends KafkaCommand {

  @Mixin Entity entity;

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "KEY", description = "Options.")
  List<String> keys = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    print(Configs.alter(admin, List.of(entity.resource(admin)), Map.of(), keys));
    return OK;
  }
}
