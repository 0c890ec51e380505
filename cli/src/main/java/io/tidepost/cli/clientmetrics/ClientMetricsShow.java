package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.Failure;
import io.tidepost.cli.JsonTree;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost client-metrics show`.
@Command(
    name = "show",
    description = {
      "Show what clients pushed last, of all brokers.",
      "It is read from the topic __tidepost_client_metrics, which takes the right to read it."
    },
    footer = {
      "  tidepost client-metrics show",
      "  tidepost client-metrics show --client shop --metric records.consumed -o json"
    })
final class ClientMetricsShow extends KafkaCommand {

  private static final TopicPartition PARTITION =
      new TopicPartition("__tidepost_client_metrics", 0);

  @Option(
      names = "--client",
      paramLabel = "TEXT",
      description = "Only clients whose id or instance id contains this.")
  String clientPart = "";

  @Option(
      names = "--metric",
      paramLabel = "TEXT",
      description = "Only metrics whose name contains this.")
  String metricPart = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "Only pushes that are not older; default ${DEFAULT-VALUE}.")
  String since = "15m";

  @Override
  protected int run(Admin admin) throws Exception {
    long from = Times.parse(since, System.currentTimeMillis());
    if (!exists(admin)) {
      throw new Failure(
          "no client has pushed metrics yet: 'tidepost client-metrics list' shows whether any are"
              + " asked to");
    }
    var table =
        new Table(
            "clientId",
            "clientInstanceId",
            "software",
            "address",
            "metric",
            "type",
            "labels",
            "value",
            "time");
    newest(from).values().stream()
        .filter(this::isMeant)
        .sorted(Comparator.comparing(push -> text(push, "clientId")))
        .forEach(push -> rows(push, table));
    print(table);
    return OK;
  }

  private static boolean exists(Admin admin) throws InterruptedException, ExecutionException {
    try {
      admin.describeTopics(List.of(PARTITION.topic())).allTopicNames().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /// The last push of each client, by instance id.
  private Map<String, Map<String, @Nullable Object>> newest(long fromMillis) throws IOException {
    Map<String, Map<String, @Nullable Object>> pushes = new LinkedHashMap<>();
    Map<String, Object> properties = new HashMap<>(client.connectionProperties());
    properties.put("allow.auto.create.topics", false);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
      OffsetAndTimestamp first =
          consumer.offsetsForTimes(Map.of(PARTITION, fromMillis)).get(PARTITION);
      consumer.seek(PARTITION, first == null ? end : first.offset());
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key() != null && record.value() != null) {
            pushes.put(
                new String(record.key(), StandardCharsets.UTF_8), JsonTree.object(record.value()));
          }
        }
      }
    }
    return pushes;
  }

  private boolean isMeant(Map<String, @Nullable Object> push) {
    return text(push, "clientId").contains(clientPart)
        || text(push, "clientInstanceId").contains(clientPart);
  }

  private void rows(Map<String, @Nullable Object> push, Table table) {
    if (!(push.get("metrics") instanceof List<?> metrics)) {
      return;
    }
    for (Object each : metrics) {
      if (each instanceof Map<?, ?> metric
          && String.valueOf(metric.get("name")).contains(metricPart)) {
        table.row(
            text(push, "clientId"),
            text(push, "clientInstanceId"),
            text(push, "softwareName") + " " + text(push, "softwareVersion"),
            text(push, "address"),
            metric.get("name"),
            metric.get("type"),
            metric.get("labels"),
            metric.get("value"),
            push.get("time"));
      }
    }
  }

  private static String text(Map<String, @Nullable Object> push, String field) {
    return String.valueOf(push.getOrDefault(field, ""));
  }
}
