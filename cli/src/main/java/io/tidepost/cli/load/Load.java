package io.tidepost.cli.load;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Times;
import io.tidepost.cli.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Option;

/// What load there shall be, as options, and its run.
final class Load {

  private static final long NANOS = 1_000_000_000L;
  private static final long BUFFER_BYTES = 8L << 20;

  @Option(
      names = {"-n", "--records"},
      paramLabel = "COUNT",
      description = "Stop after so many.")
  long records = Long.MAX_VALUE;

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      description = "Records a second in all; default: as fast as it goes.")
  double rate;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "BYTES",
      defaultValue = "1024",
      description =
          "Size of a value, 32 at least; default ${DEFAULT-VALUE}. Half of it can be"
              + " compressed away.")
  int size = 1024;

  @Option(
      names = "--producers",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Default ${DEFAULT-VALUE}.")
  int producers = 1;

  @Option(
      names = "--consumers",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "They share the partitions; default ${DEFAULT-VALUE}.")
  int consumers = 1;

  @Option(
      names = {"-a", "--acks"},
      paramLabel = "ACKS",
      defaultValue = "all",
      description = "all, 1 or 0; default ${DEFAULT-VALUE}.")
  String acks = "all";

  @Option(
      names = {"-z", "--compression"},
      paramLabel = "CODEC",
      defaultValue = "none",
      description = "none, gzip, snappy, lz4 or zstd; default ${DEFAULT-VALUE}.")
  String compression = "none";

  @Option(
      names = "--linger",
      paramLabel = "MILLIS",
      defaultValue = "5",
      description = "How long a producer waits for more records; default ${DEFAULT-VALUE}.")
  int lingerMillis = 5;

  @Option(
      names = "--patience",
      paramLabel = "SPAN",
      defaultValue = "60s",
      description = {
        "How long after the last record to wait until everything is read back; default"
            + " ${DEFAULT-VALUE}."
      })
  String patience = "60s";

  /// What a run measured.
  ///
  /// @param readSeconds until the last record was read back
  record Outcome(
      History.Verdict verdict,
      Latencies produced,
      Latencies consumed,
      long readRecords,
      long readBytes,
      double writeSeconds,
      double readSeconds,
      boolean behind) {}

  void check() {
    if (size < Payload.SIZE_MIN) {
      throw new Failure("--size must be " + Payload.SIZE_MIN + " at least, not " + size);
    }
    if (producers < 1 || consumers < 1) {
      throw new Failure("there must be one producer and one consumer at least");
    }
    if (rate < 0 || records < 1) {
      throw new Failure("--rate and --records must be positive");
    }
    Times.span(patience);
  }

  /// How long to wait for what must come, in milliseconds.
  long patienceMillis() {
    return Times.span(patience);
  }

  /// Runs it; returns when everything is read back or patience is over.
  Outcome run(
      Admin admin, Map<String, Object> connection, String topic, Course course, Progress progress)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> ends = ends(admin, topic);
    long run = System.nanoTime() ^ ProcessHandle.current().pid();
    var history = new History(run, producers);
    var produced = new Latencies();
    var consumed = new Latencies();
    List<Reader> readers = readers(connection, ends, history, consumed);
    List<Thread> reading = start(readers, "reader");
    long start = System.nanoTime();
    byte[] filler = filler(run);
    var job =
        new Writer.Job(
            topic,
            run,
            ends.size(),
            size,
            rate / producers,
            records == Long.MAX_VALUE ? records : Math.ceilDiv(records, producers),
            course,
            filler);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      writers.add(new Writer(job, i, writing(connection), history, produced));
    }
    for (Thread thread : start(writers, "writer")) {
      while (!thread.join(Duration.ofMillis(200))) {
        progress.at("acknowledged", produced.count(), produced.count() * size);
      }
    }
    double writeSeconds = (System.nanoTime() - start) / (double) NANOS;
    readers.forEach(Reader::finish);
    boolean behind = join(readers, reading);
    double readSeconds = (System.nanoTime() - start) / (double) NANOS;
    return new Outcome(
        history.verdict(),
        produced,
        consumed,
        readers.stream().mapToLong(Reader::read).sum(),
        readers.stream().mapToLong(Reader::bytes).sum(),
        writeSeconds,
        readSeconds,
        behind);
  }

  private boolean join(List<Reader> readers, List<Thread> reading) throws InterruptedException {
    long end = System.nanoTime() + Times.span(patience) * 1_000_000;
    for (Thread thread : reading) {
      thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    for (Reader reader : readers) {
      RuntimeException thrown = reader.failure();
      if (thrown != null) {
        throw thrown;
      }
    }
    return readers.stream().anyMatch(Reader::behind);
  }

  private static List<Thread> start(List<? extends Runnable> work, String name) {
    List<Thread> threads = new ArrayList<>();
    for (Runnable one : work) {
      threads.add(Thread.ofPlatform().daemon().name(name).start(one));
    }
    return threads;
  }

  private List<Reader> readers(
      Map<String, Object> connection,
      Map<TopicPartition, Long> ends,
      History history,
      Latencies latencies) {
    List<Map<TopicPartition, Long>> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(consumers, ends.size()); i++) {
      shares.add(new HashMap<>());
    }
    ends.forEach(
        (partition, end) -> shares.get(partition.partition() % shares.size()).put(partition, end));
    Map<String, Object> properties = new HashMap<>();
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", 5000);
    properties.putAll(connection);
    List<Reader> readers = new ArrayList<>();
    shares.forEach(share -> readers.add(new Reader(properties, share, history, latencies)));
    return readers;
  }

  private Map<String, Object> writing(Map<String, Object> connection) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("acks", acks);
    properties.put("enable.idempotence", acks.equals("all"));
    properties.put("compression.type", compression);
    properties.put("linger.ms", lingerMillis);
    properties.put("batch.size", 64 << 10);
    // What waits in a producer would count as the cluster's latency.
    properties.put("buffer.memory", BUFFER_BYTES);
    properties.put("max.request.size", 7 << 20);
    properties.putAll(connection);
    properties.put("delivery.timeout.ms", 120_000);
    return properties;
  }

  /// Half noise and half zeros in turns of 32 bytes.
  private byte[] filler(long seed) {
    byte[] filler = new byte[size + (1 << 16)];
    new Random(seed).nextBytes(filler);
    for (int i = 0; i < filler.length; i++) {
      filler[i] = (i & 32) == 0 ? filler[i] : 0;
    }
    return filler;
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    int count = Topics.describe(admin, topic).partitions().size();
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    for (int i = 0; i < count; i++) {
      request.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin.listOffsets(request).all().get().forEach((tp, info) -> ends.put(tp, info.offset()));
    return ends;
  }
}
