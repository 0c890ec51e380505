package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema who-uses`.
@Command(
    name = "who-uses",
    description = {
      "Show who uses the versions of a subject: schemas that refer to them, other subjects with the"
          + " same schema, and how many of the newest records of the topic were written with each."
    },
    footer = {
      "  tidepost schema who-uses orders-value",
      "  tidepost schema who-uses shop.Order --topic orders --records 10000"
    })
final class SchemaWhoUses extends SchemaCommand {

  @Parameters(paramLabel = "SUBJECT", description = "Such as orders-value.")
  String subject = "";

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Where to look for records; default: the subject without -key or -value.")
  @Nullable String topic;

  @Option(
      names = "--records",
      paramLabel = "COUNT",
      defaultValue = "1000",
      description = "How many records of each partition to look at; default ${DEFAULT-VALUE}.")
  int records = 1000;

  @Mixin ClientOptions client;

  /// How often an id was found.
  private static final class Use {
    long count;
    long latest = -1;
  }

  @Override
  int run(RegistryClient registry) {
    JsonNode versions = registry.get(path(subject) + "/versions");
    Map<Integer, Use> uses;
    try {
      uses = uses();
    } catch (RuntimeException e) {
      throw Explain.failure(e, client, "who-uses");
    }
    var table = new Table("version", "id", "records", "latestTimestamp", "referencedBy", "sameIn");
    for (JsonNode version : versions) {
      String at = path(subject) + "/versions/" + version.asInt();
      int id = registry.get(at).path("id").asInt();
      List<String> same = new ArrayList<>();
      for (JsonNode each : registry.get("/schemas/ids/" + id + "/subjects")) {
        if (!each.asText().equals(subject)) {
          same.add(each.asText());
        }
      }
      Use use = uses.getOrDefault(id, new Use());
      table.row(
          version.asInt(),
          id,
          use.count,
          use.latest < 0 ? null : use.latest,
          numbers(registry.get(at + "/referencedby")),
          same);
    }
    print(table);
    return OK;
  }

  private Map<Integer, Use> uses() {
    boolean keys = subject.endsWith("-key");
    String in = topic == null ? subject.replaceFirst("-(key|value)$", "") : topic;
    Map<Integer, Use> uses = new HashMap<>();
    Map<String, Object> properties = new HashMap<>(client.connectionProperties());
    properties.put("allow.auto.create.topics", false);
    properties.put("enable.auto.commit", false);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().getOrDefault(in, List.of()).stream()
              .map(info -> new TopicPartition(in, info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(starts.getOrDefault(partition, 0L), end - records));
      }
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          Integer id = SchemaCodecs.idOf(keys ? record.key() : record.value());
          if (id != null) {
            Use use = uses.computeIfAbsent(id, i -> new Use());
            use.count++;
            use.latest = Math.max(use.latest, record.timestamp());
          }
        }
      }
    }
    return uses;
  }
}
