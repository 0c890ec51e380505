package io.tidepost.cli.record;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.OutputOptions;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Times;
import io.tidepost.cli.Topics;
import io.tidepost.cli.schema.RegistryAddress;
import io.tidepost.cli.schema.SchemaCodecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost produce`.
@Command(
    name = "produce",
    description = {
      "Write records to a topic: one per line of standard input or of files. It ends when all of"
          + " them are acknowledged; a record that is refused ends it with exit code 1."
    },
    footer = {
      "  echo hello | tidepost produce greetings",
      "  tidepost produce orders --key-separator ':' orders.txt",
      "  tidepost produce orders --compression zstd -H source=import < orders.csv",
      "  tidepost consume orders -o json | tidepost produce orders-copy --format json",
      "  echo '{\"id\": 7}' | tidepost produce orders --value-schema order.avsc"
    })
public final class ProduceCommand extends CliCommand {

  /// What the input looks like.
  enum Format {
    lines,
    json
  }

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic to write to.")
  String topic = "";

  @Parameters(
      index = "1..*",
      paramLabel = "FILE",
      description = "Files to read, one after the other; '-' and none stand for standard input.")
  List<String> files = List.of();

  @Option(
      names = {"-f", "--format"},
      defaultValue = "lines",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; json is what 'consume -o json' prints.")
  Format format = Format.lines;

  @Option(
      names = {"-K", "--key-separator"},
      paramLabel = "TEXT",
      description = "Each line is a key, this, and a value; '\\t' is a tab.")
  @Nullable String keySeparator;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "KEY",
      description = "The same key for all records.")
  @Nullable String key;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME=VALUE",
      description = "A header for all records; may be repeated.")
  List<String> headers = List.of();

  @Option(
      names = {"-p", "--partition"},
      paramLabel = "NUMBER",
      description = "Write to this partition; default: by key, else spread.")
  @Nullable Integer partition;

  @Option(
      names = "--keep-partitions",
      description = "With --format json: to the partition that the record names.")
  boolean keepPartitions;

  @Option(
      names = {"-t", "--timestamp"},
      paramLabel = "WHEN",
      description = "Timestamp for all records, such as 2026-01-31T08:00:00Z; default: now.")
  @Nullable String timestamp;

  @Option(
      names = {"-D", "--delimiter"},
      paramLabel = "CHARACTER",
      defaultValue = "\\n",
      description = "What ends a line; default '\\n'.")
  String delimiter = "\\n";

  @Option(
      names = {"-Z", "--empty-is-null"},
      description = "An empty value becomes null, which deletes its key in a compacted topic.")
  boolean emptyIsNull;

  @Option(
      names = {"-z", "--compression"},
      paramLabel = "CODEC",
      defaultValue = "none",
      description = "none, gzip, snappy, lz4 or zstd.")
  String compression = "none";

  @Option(
      names = {"-a", "--acks"},
      paramLabel = "ACKS",
      defaultValue = "all",
      description = "all, 1 or 0; below all, records may be lost or doubled.")
  String acks = "all";

  @Option(
      names = "--no-idempotence",
      description = "Let retries write a record twice, for brokers that cannot do better.")
  boolean noIdempotence;

  @Option(
      names = "--value-schema",
      paramLabel = "SCHEMA",
      description =
          "Values are JSON, and are encoded by this schema: an id, a subject (its latest version),"
              + " or a file, which is registered under TOPIC-value.")
  @Nullable String valueSchema;

  @Option(
      names = "--key-schema",
      paramLabel = "SCHEMA",
      description = "The same for keys; a file is registered under TOPIC-key.")
  @Nullable String keySchema;

  @Mixin RegistryAddress registry;

  @Option(names = "--create", description = "Create the topic when it is not there.")
  boolean create;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary.")
  boolean quiet;

  @Mixin ClientOptions client;

  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    RecordTemplate template = template();
    byte[] separator =
        keySeparator == null
            ? null
            : Escapes.replace(keySeparator).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> properties = producerProperties();
    requireTopic();
    var progress = new Progress(terminal.err(), quiet || output.structured());
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sending = new Sending(producer, progress);
      var codecs = new SchemaCodecs(registry.client());
      Integer keys = keySchema == null ? null : (Integer) codecs.id(keySchema, topic + "-key");
      Integer values =
          valueSchema == null ? null : (Integer) codecs.id(valueSchema, topic + "-value");
      for (String file : files.isEmpty() ? List.of("-") : files) {
        sendFile(
            sending,
            file,
            lines -> {
              RecordReader records =
                  format == Format.json
                      ? new JsonRecords(lines, template, keepPartitions, codecs)
                      : new LineRecords(lines, template, separator);
              return keys == null && values == null
                  ? records
                  : new EncodedRecords(records, codecs, keys, values);
            });
      }
      sending.finish();
      report(sending, progress);
      return OK;
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Explain.failure(e, client, "produce");
    }
  }

  private void sendFile(Sending sending, String file, Function<LineReader, RecordReader> records)
      throws IOException {
    boolean standardInput = file.equals("-");
    if (!standardInput && !Files.isReadable(Path.of(file))) {
      throw new Failure("there is no file " + file + " that could be read");
    }
    try (InputStream in = standardInput ? terminal.in() : Files.newInputStream(Path.of(file))) {
      byte end = delimiterByte();
      var lines = new LineReader(in, standardInput ? "standard input" : file, end);
      sending.all(records.apply(lines));
    }
  }

  private byte delimiterByte() {
    String text = Escapes.replace(delimiter);
    if (text.length() != 1 || text.charAt(0) > 0xff) {
      throw new Failure("--delimiter must be one character of one byte, not '" + delimiter + "'");
    }
    return (byte) text.charAt(0);
  }

  private RecordTemplate template() {
    List<Header> parsed = new ArrayList<>();
    for (String header : headers) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new Failure("--header wants NAME=VALUE, not '" + header + "'");
      }
      byte[] value = header.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
      parsed.add(new RecordHeader(header.substring(0, equals), value));
    }
    return new RecordTemplate(
        topic,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        partition,
        timestamp == null ? null : (Long) Times.parse(timestamp, System.currentTimeMillis()),
        parsed,
        emptyIsNull);
  }

  private Map<String, Object> producerProperties() {
    boolean idempotent = !noIdempotence && acks.equals("all");
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("acks", acks);
    properties.put("enable.idempotence", idempotent);
    properties.put("compression.type", compression);
    properties.put("linger.ms", 5);
    properties.put("batch.size", 128 << 10);
    properties.put("buffer.memory", 64L << 20);
    properties.put("max.request.size", 32 << 20);
    properties.put("max.block.ms", client.timeoutMillis());
    properties.put("delivery.timeout.ms", Math.max(120_000, 2 * client.timeoutMillis()));
    properties.putAll(client.connectionProperties());
    return properties;
  }

  private void requireTopic() {
    try (Admin admin = client.admin()) {
      if (create && !Topics.names(admin).contains(topic)) {
        Topics.create(admin, topic);
      }
      int count = Topics.describe(admin, topic).partitions().size();
      if (partition != null && (partition < 0 || partition >= count)) {
        throw new Failure(
            "topic '" + topic + "' has no partition " + partition + ", only 0 to " + (count - 1));
      }
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw Explain.failure(e, client, "produce");
    }
  }

  private void report(Sending sending, Progress progress) {
    if (output.structured()) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("topic", topic);
      summary.put("records", sending.acknowledged());
      summary.put("bytes", sending.bytes());
      summary.put("seconds", Math.round(progress.seconds() * 1000) / 1000.0);
      output.tree(terminal.out(), summary);
    } else {
      progress.done("produced", sending.acknowledged(), sending.bytes());
    }
  }
}
