package io.tidepost.cli.record;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import io.tidepost.cli.Progress;
import io.tidepost.cli.schema.RegistryAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost consume`.
@Command(
    name = "consume",
    description = {
      "Read records of a topic: all there are, then stop; with --follow, also those that come. With"
          + " --group the offsets are committed, and several members share the partitions."
    },
    footer = {
      "  tidepost consume orders",
      "  tidepost consume orders --follow --from end",
      "  tidepost consume orders --from -10                  the last ten of each partition",
      "  tidepost consume orders --from 15m -o json          what came in the last 15 minutes",
      "  tidepost consume orders --group billing --follow",
      "  tidepost consume orders -o '%T %p/%o %k: %s\\n'",
      "",
      "Letters of a format: %%t topic, %%p partition, %%o offset, %%T timestamp (ms), %%k key,",
      "%%K its length, %%s value, %%S its length, %%h headers, \\n \\t \\xHH."
    })
public final class ConsumeCommand extends CliCommand {

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic to read.")
  String topic = "";

  @Option(
      names = {"-s", "--from"},
      paramLabel = "WHERE",
      description = {
        "beginning, end, an offset, -N for the last N of each partition, a moment as"
            + " 2026-01-31T08:00:00Z, or so long ago, as 15m. Default: beginning; in a group: where"
            + " it stands."
      })
  @Nullable String from;

  @Option(
      names = "--from-beginning",
      description = "The same as --from beginning; in a group: where it has no offset yet.")
  boolean fromBeginning;

  @Option(
      names = {"-f", "--follow"},
      description = "Do not stop at the end; wait for more.")
  boolean follow;

  @Option(
      names = {"-n", "--max-records"},
      paramLabel = "COUNT",
      description = "Stop after so many.")
  long count = Long.MAX_VALUE;

  @Option(
      names = {"-p", "--partition"},
      paramLabel = "NUMBER",
      split = ",",
      description = "Only these partitions.")
  List<Integer> partitions = List.of();

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description = "Read as a member of this group.")
  @Nullable String group;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "value",
      description = "value, key-value, json, yaml, or one with %%, as below; default value.")
  String format = "value";

  @Option(
      names = {"-K", "--key-separator"},
      paramLabel = "TEXT",
      defaultValue = "\\t",
      description = "What key-value puts between; default '\\t'.")
  String keySeparator = "\\t";

  @Option(
      names = "--decode",
      paramLabel = "HOW",
      defaultValue = "auto",
      description = {
        "What happens to keys and values that name a schema: auto shows them as JSON where that is"
            + " possible, strict ends where it is not, off shows their bytes; default auto."
      })
  Decoding.Mode decode = Decoding.Mode.auto;

  @Mixin RegistryAddress registry;

  @Option(
      names = "--read-uncommitted",
      description = "Also records of transactions that are open or were aborted.")
  boolean readUncommitted;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary.")
  boolean quiet;

  @Mixin ClientOptions client;

  @Override
  public Integer call() {
    requireSense();
    RecordFormat plain = RecordFormat.named(format, keySeparator);
    RecordFormat how =
        decode == Decoding.Mode.off
            ? plain
            : new DecodedFormat(plain, new Decoding(decode, registry, terminal.err()));
    try (var consumer =
        new KafkaConsumer<>(
            consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = partitions(consumer);
      var printing = new Printing(terminal.out(), how, count, new Progress(terminal.err(), quiet));
      Reading reading =
          group == null
              ? new AssignedReading(consumer, printing, all, start(), follow)
              : new GroupReading(consumer, printing, topic, all, follow);
      try (var _ = new Stopper(reading)) {
        reading.run();
      }
      printing.done();
      return OK;
    } catch (IOException | RuntimeException e) {
      throw Explain.failure(e, client, "consume");
    }
  }

  private void requireSense() {
    if (group != null && (from != null || !partitions.isEmpty())) {
      throw new Failure(
          "a group decides where its members read: leave out --from and --partition, or --group;"
              + " 'tidepost group reset-offsets' moves a group");
    }
    if (count < 0) {
      throw new Failure("--max-records must not be negative: " + count);
    }
  }

  private Start start() {
    String where = from == null ? "beginning" : from;
    return Start.parse(where, System.currentTimeMillis());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    for (PartitionInfo info : partitionInfos(consumer)) {
      if (partitions.isEmpty() || partitions.contains(info.partition())) {
        all.add(new TopicPartition(topic, info.partition()));
      }
    }
    for (int wanted : partitions) {
      if (!all.contains(new TopicPartition(topic, wanted))) {
        throw new Failure("topic '" + topic + "' has no partition " + wanted);
      }
    }
    return all;
  }

  private List<PartitionInfo> partitionInfos(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(topic);
      if (infos != null && !infos.isEmpty()) {
        return infos;
      }
    } catch (InvalidTopicException e) {
      throw new Failure("'" + topic + "' cannot be a topic's name", e);
    }
    throw new Failure(
        "topic '"
            + topic
            + "' does not exist"
            + Nearest.hint(topic, consumer.listTopics().keySet()));
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("allow.auto.create.topics", false);
    properties.put("auto.offset.reset", group == null ? "none" : "earliest");
    properties.put("isolation.level", readUncommitted ? "read_uncommitted" : "read_committed");
    properties.put("max.poll.records", 5000);
    properties.put("enable.auto.commit", false);
    if (group != null) {
      properties.put("group.id", group);
    }
    properties.putAll(client.connectionProperties());
    return properties;
  }
}
