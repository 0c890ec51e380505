package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// How long a group with twenty members takes until everybody has the share that is due: when all
/// come at once, when one more comes, and when one leaves. Real consumers with default options.
///
/// @param protocol `group.protocol`
record Rebalance(String protocol) implements Scenario {

  private static final int MEMBERS = 20;
  private static final int PARTITIONS = 420;
  private static final String TOPIC = "rebalance";
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long LIMIT_NANOS = 180_000_000_000L;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, TOPIC, PARTITIONS);
      Wire.awaitWritable(connection, TOPIC, PARTITIONS);
    }
    List<Member> members = new ArrayList<>();
    try {
      long begin = System.nanoTime();
      for (int i = 0; i < MEMBERS; i++) {
        members.add(new Member(server));
      }
      double all = awaitShared(members, begin);
      begin = System.nanoTime();
      members.add(new Member(server));
      double joined = awaitShared(members, begin);
      begin = System.nanoTime();
      members.removeLast().close();
      double left = awaitShared(members, begin);
      String who = MEMBERS + " members, " + protocol + ": ";
      return List.of(
          Figure.cost(who + "all come, s", all, 0),
          Figure.cost(who + "one more comes, s", joined, 0),
          Figure.cost(who + "one leaves, s", left, 0));
    } finally {
      members.forEach(Member::close);
    }
  }

  /// Seconds since `begin` until every partition has one owner and no member has more than its
  /// share.
  private static double awaitShared(List<Member> members, long begin) {
    int most = (PARTITIONS + members.size() - 1) / members.size();
    while (!isShared(members, most)) {
      if (System.nanoTime() - begin > LIMIT_NANOS) {
        throw new IllegalStateException("the group does not come to rest");
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static boolean isShared(List<Member> members, int most) {
    Set<TopicPartition> owned = new HashSet<>();
    int sum = 0;
    for (Member member : members) {
      Set<TopicPartition> has = member.has;
      if (has.size() > most) {
        return false;
      }
      sum += has.size();
      owned.addAll(has);
    }
    return sum == PARTITIONS && owned.size() == PARTITIONS;
  }

  /// A consumer that polls in a thread of its own.
  private final class Member implements AutoCloseable {

    private final Thread thread;
    private volatile boolean stopping;
    private volatile Set<TopicPartition> has = Set.of();

    Member(ServerUnderTest server) {
      Map<String, Object> options = new HashMap<>();
      options.put("bootstrap.servers", server.bootstrap());
      options.put("group.id", "rebalance-" + protocol);
      options.put("group.protocol", protocol);
      options.put("auto.offset.reset", "earliest");
      if (protocol.equals("classic")) {
        options.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
      }
      thread = Thread.ofPlatform().start(() -> consume(options));
    }

    private void consume(Map<String, Object> options) {
      try (var consumer =
          new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(List.of(TOPIC));
        while (!stopping) {
          consumer.poll(POLL);
          has = Set.copyOf(consumer.assignment());
        }
      }
    }

    @Override
    public void close() {
      stopping = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
