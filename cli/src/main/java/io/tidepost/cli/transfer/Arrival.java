package io.tidepost.cli.transfer;

import io.tidepost.cli.Configs;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Topics;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that fill a topic, and what they make of it.
final class Arrival {

  @Option(names = "--append", description = "Write to a topic that has records already.")
  boolean append;

  @Option(
      names = "--resume",
      description = {
        "Go on where a run that was cut short has ended. Nobody else may have written to the topic;"
            + " that is checked by the last record of each partition."
      })
  boolean resume;

  @Option(
      names = "--repartition",
      description = "Choose partitions by key, not as they were; for another number of them.")
  boolean repartition;

  @Option(
      names = {"-r", "--replication-factor"},
      paramLabel = "COUNT",
      description = "Of a topic that is created.")
  @Nullable Short replicationFactor;

  @Option(
      names = {"-z", "--compression"},
      paramLabel = "CODEC",
      defaultValue = "none",
      description = "none, gzip, snappy, lz4 or zstd.")
  String compression = "none";

  /// Makes the topic as the outline says if it is not there.
  ///
  /// @return how many records each partition has
  /// @throws Failure when what is there does not fit
  long[] prepare(Admin admin, String topic, Outline outline)
      throws InterruptedException, ExecutionException {
    if (append && resume) {
      throw new Failure("--append and --resume contradict each other");
    }
    if (repartition && resume) {
      throw new Failure("--resume counts records by partition: leave out --repartition");
    }
    if (!Topics.names(admin).contains(topic)) {
      create(admin, topic, outline);
      return new long[outline.partitions()];
    }
    int partitions = Topics.describe(admin, topic).partitions().size();
    if (!repartition && partitions < outline.partitions()) {
      throw new Failure(
          "topic '"
              + topic
              + "' has "
              + partitions
              + " partitions, and "
              + outline.partitions()
              + " are needed; --repartition chooses them by key");
    }
    return counts(admin, topic, partitions);
  }

  /// Tells when the topic will delete at once what was written to it, or has not kept timestamps.
  ///
  /// @param oldest the smallest timestamp, milliseconds since 1970
  static void warn(Admin admin, String topic, long oldest, PrintStream err)
      throws InterruptedException, ExecutionException {
    Map<String, String> configs = new HashMap<>();
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Configs.entries(admin, resource)
        .forEach(entry -> configs.put(entry.name(), String.valueOf(entry.value())));
    long retention = Long.parseLong(configs.getOrDefault("retention.ms", "-1"));
    if (configs.getOrDefault("message.timestamp.type", "").equals("LogAppendTime")) {
      err.println(
          "Timestamps were not kept: '" + topic + "' has message.timestamp.type=LogAppendTime.");
    } else if (retention >= 0
        && configs.getOrDefault("cleanup.policy", "").contains("delete")
        && oldest < System.currentTimeMillis() - retention) {
      err.println(
          "Some records are older than '"
              + topic
              + "' keeps them (retention.ms="
              + retention
              + "): it may have deleted them already.");
    }
  }

  private void create(Admin admin, String topic, Outline outline)
      throws InterruptedException, ExecutionException {
    var created =
        new NewTopic(
                topic, Optional.of(outline.partitions()), Optional.ofNullable(replicationFactor))
            .configs(outline.configs());
    try {
      admin.createTopics(java.util.List.of(created)).all().get();
    } catch (ExecutionException e) {
      Throwable cause = Explain.unwrap(e);
      throw new Failure("topic '" + topic + "' was not created: " + Explain.sentence(cause), cause);
    }
  }

  private long[] counts(Admin admin, String topic, int partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      request.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    var ends = admin.listOffsets(request);
    long[] counts = new long[partitions];
    long sum = 0;
    for (int i = 0; i < partitions; i++) {
      counts[i] = ends.partitionResult(new TopicPartition(topic, i)).get().offset();
      sum += counts[i];
    }
    if (sum > 0 && !append && !resume) {
      throw new Failure(
          "topic '"
              + topic
              + "' has had "
              + sum
              + " records; --append adds to them, --resume goes on with a run that was cut short");
    }
    return append ? new long[partitions] : counts;
  }
}
