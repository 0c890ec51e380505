package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.Payload;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/// How fast a dirty log is compacted, at what CPU and in how much memory. The keys are some ten
/// thousand, written again and again; nothing is compacted before the clock starts.
final class Compaction implements Scenario {

  private static final TopicPartition LOG = new TopicPartition(Producing.TOPIC, 0);
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final int RECORD_BYTES = 100;
  private static final int RECORDS_PER_BATCH = 140;
  private static final int DISTINCT_REQUESTS = 256;
  private static final long LIMIT_NANOS = 900_000_000_000L;

  @Override
  public Map<String, String> options(Path home) {
    return Map.of("log.cleaner.backoff.ms", "100");
  }

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
        Connection connection = StartUp.connected(server)) {
      create(admin);
      Wire.awaitWritable(connection, Producing.TOPIC, 1);
      fill(connection, Math.max(sizes.megabytes(), 4 * SEGMENT_BYTES / 1_000_000));
      long dirty = size(admin);
      double idleMb = Usage.residentMb(server.pid());
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long begin = System.nanoTime();
      set(admin, "min.cleanable.dirty.ratio", "0.01");
      double peakMb = idleMb;
      long kept = dirty;
      long changed = begin;
      // At the end only the segment that is being written is dirty, so the size stays.
      while (kept > dirty / 2 || System.nanoTime() - changed < 2_000_000_000L) {
        peakMb = Math.max(peakMb, Usage.residentMb(server.pid()));
        long now = size(admin);
        if (now != kept) {
          kept = now;
          changed = System.nanoTime();
        }
        if (System.nanoTime() - begin > LIMIT_NANOS) {
          throw new IllegalStateException("not compacted: " + kept + " of " + dirty + " bytes");
        }
      }
      double seconds = (changed - begin) / 1e9;
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      return List.of(
          Figure.gain("compacted, MB/s", dirty / 1e6 / seconds),
          Figure.cost("CPU per GB compacted, s", cpuSeconds / (dirty / 1e9), 0),
          Figure.cost("peak memory while compacting, MB", peakMb, 0),
          Figure.cost("of these for compaction, MB", peakMb - idleMb, 0));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void create(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, String> configs =
        Map.of(
            "cleanup.policy",
            "compact",
            "min.cleanable.dirty.ratio",
            "1.0",
            "segment.bytes",
            String.valueOf(SEGMENT_BYTES));
    NewTopic topic = new NewTopic(Producing.TOPIC, 1, (short) 1).configs(configs);
    admin.createTopics(List.of(topic)).all().get();
  }

  private static void fill(Connection connection, int megabytes) {
    Random random = new Random(11);
    List<ByteBuffer> requests = new ArrayList<>();
    for (int i = 0; i < DISTINCT_REQUESTS; i++) {
      requests.add(
          Wire.produce(
              Producing.TOPIC,
              0,
              1,
              _ -> Payload.batch(random, "none", RECORDS_PER_BATCH, RECORD_BYTES)));
    }
    long count = megabytes * 1_000_000L / (RECORDS_PER_BATCH * RECORD_BYTES);
    Producing.pipelined(connection, requests, count, 5);
  }

  private static long size(Admin admin) throws InterruptedException, ExecutionException {
    for (Map<String, LogDirDescription> directories :
        admin
            .describeLogDirs(
                admin.describeCluster().nodes().get().stream().map(n -> n.id()).toList())
            .allDescriptions()
            .get()
            .values()) {
      for (LogDirDescription directory : directories.values()) {
        var replica = directory.replicaInfos().get(LOG);
        if (replica != null) {
          return replica.size();
        }
      }
    }
    throw new IllegalStateException("there is no log of " + LOG);
  }

  private static void set(Admin admin, String name, String value)
      throws InterruptedException, ExecutionException {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, Producing.TOPIC);
    var op = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(topic, List.of(op))).all().get();
  }
}
