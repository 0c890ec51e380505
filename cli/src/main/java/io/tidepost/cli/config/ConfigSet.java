package io.tidepost.cli.config;

import io.tidepost.cli.Configs;
import io.tidepost.cli.KafkaCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost config set`.
@Command(
    name = "set",
    description = "Set options of a topic or broker. All of them or, when one is refused, none.",
    footer = {
      "  tidepost config set topic orders retention.ms=3600000 max.message.bytes=2097152",
      "  tidepost config set broker default log.retention.ms=86400000"
    })
final class ConfigSet extends KafkaCommand {

  @Mixin Entity entity;

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Options and their values.")
  Map<String, String> values = new LinkedHashMap<>();

  @Override
  protected int run(Admin admin) throws Exception {
    print(Configs.alter(admin, List.of(entity.resource(admin)), values, List.of()));
    return OK;
  }
}
