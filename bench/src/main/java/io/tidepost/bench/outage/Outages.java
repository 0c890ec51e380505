package io.tidepost.bench.outage;

import io.tidepost.compat.server.TidepostCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/// The program behind `bench/outages`: three nodes, three partitions that are on all of them, one
/// led by each, and a producer for each; then one node fails. Prints for how long no record was
/// acknowledged: on the partition that the node led, on those that it followed, and for a producer
/// of the former that waits 2 s for an answer instead of 30.
///
/// Arguments: how often, then faults (all when there are none).
public final class Outages {

  private static final int NODES = 3;
  private static final long OBSERVED_NANOS = 3_000_000_000L;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final Map<String, List<Double>> results = new LinkedHashMap<>();

  private Outages() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
    List<Fault> faults = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      faults.add(Fault.valueOf(arguments[i].toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
    }
    var outages = new Outages();
    for (int round = 0; round < rounds; round++) {
      for (Fault fault : faults.isEmpty() ? List.of(Fault.values()) : faults) {
        outages.measure(fault);
      }
    }
    outages.print();
  }

  private void measure(Fault fault) throws Exception {
    Path home = Files.createTempDirectory("outages-");
    try (TidepostCluster cluster = new TidepostCluster(home, NODES, Map.of())) {
      cluster.start();
      int controller = prepare(cluster.bootstrap());
      int victim = fault.hitsController() ? controller : controller % NODES + 1;
      List<Writer> writers = writers(cluster.bootstrap(), victim, fault.isPause());
      try {
        await(() -> writers.stream().allMatch(Writer::isWarm));
        long at = System.nanoTime();
        fault.strike(cluster, victim);
        await(() -> System.nanoTime() - at > OBSERVED_NANOS);
        await(() -> writers.stream().allMatch(Writer::isLively));
        writers.forEach(writer -> note(fault, writer, at));
        fault.undo(cluster, victim);
      } finally {
        writers.forEach(Writer::close);
      }
    } finally {
      delete(home);
    }
  }

  private static List<Writer> writers(String bootstrap, int victim, boolean isPause) {
    List<Writer> writers = new ArrayList<>();
    for (int partition = 0; partition < NODES; partition++) {
      boolean isLed = partition == victim - 1;
      // A producer that waits 30 s for an answer of a paused node says nothing about the cluster.
      if (!isLed || !isPause) {
        writers.add(new Writer(bootstrap, isLed ? "led" : "followed", partition, Map.of()));
      }
    }
    Map<String, Object> hasty = Map.of("request.timeout.ms", 2_000);
    writers.add(new Writer(bootstrap, "led, 2 s", victim - 1, hasty));
    return writers;
  }

  /// Makes the topic and waits until all is as it should be.
  ///
  /// @return the node with the active controller
  private static int prepare(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      await(() -> ask(() -> admin.describeCluster().nodes().get().size() == NODES));
      var topic =
          new NewTopic(
                  Writer.TOPIC,
                  Map.of(0, List.of(1, 2, 3), 1, List.of(2, 3, 1), 2, List.of(3, 1, 2)))
              .configs(Map.of("min.insync.replicas", "2"));
      admin.createTopics(List.of(topic)).all().get();
      await(() ->
          ask(() ->
              isWell(
                  admin
                      .describeTopics(List.of(Writer.TOPIC))
                      .allTopicNames()
                      .get()
                      .get(Writer.TOPIC))));
      return admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    }
  }

  private static boolean isWell(@Nullable TopicDescription topic) {
    return topic != null
        && topic.partitions().stream()
            .allMatch(partition ->
                partition.isr().size() == NODES
                    && partition.leader() != null
                    && partition.leader().id() == partition.partition() + 1);
  }

  private interface Question {
    boolean ask() throws ExecutionException, InterruptedException;
  }

  private static boolean ask(Question question) {
    try {
      return question.ask();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("this takes too long");
      }
      Thread.sleep(20);
    }
  }

  private void note(Fault fault, Writer writer, long sinceNanos) {
    String row = fault.label() + ": " + writer.name();
    double seconds = writer.longestGap(sinceNanos);
    results.computeIfAbsent(row, key -> new ArrayList<>()).add(seconds);
    System.err.printf("%-28s %.2f s, %d failed%n", row, seconds, writer.failed());
  }

  private void print() {
    System.out.println("| fault, partition | median, s | longest, s | of |\n|---|---|---|---|");
    results.forEach((row, seconds) -> {
      List<Double> all = new ArrayList<>(seconds);
      Collections.sort(all);
      System.out.printf(
          "| %s | %.2f | %.2f | %d |%n", row, all.get(all.size() / 2), all.getLast(), all.size());
    });
  }

  private static void delete(Path home) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(home)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
