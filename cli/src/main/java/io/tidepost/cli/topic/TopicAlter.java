package io.tidepost.cli.topic;

import io.tidepost.cli.Configs;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic alter`.
@Command(
    name = "alter",
    description = "Set options of topics, or take them back to the cluster's default.",
    footer = {
      "  tidepost topic alter orders --config retention.ms=3600000",
      "  tidepost topic alter orders payments --delete-config retention.ms"
    })
final class TopicAlter extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Names of the topics.")
  List<String> topics = List.of();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "KEY=VALUE",
      description = "Set this option; may be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = {"-d", "--delete-config"},
      paramLabel = "KEY",
      description = "Take this option back to the default; may be repeated.")
  List<String> delete = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    if (set.isEmpty() && delete.isEmpty()) {
      throw new Failure("nothing to alter: give --config KEY=VALUE or --delete-config KEY");
    }
    Topics.describe(admin, topics);
    List<ConfigResource> resources =
        topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList();
    print(Configs.alter(admin, resources, set, delete));
    return OK;
  }
}
