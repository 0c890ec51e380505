package io.tidepost.compat.support;

import io.tidepost.compat.server.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Clients of the newest release with texts as keys and values, and what nearly every test does
/// with them.
public final class Clients {
  /// How long a test waits for something that must come. Nothing takes so long on a machine that
  /// runs at all.
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String bootstrap;

  public Clients(ServerUnderTest server) {
    this(server.bootstrap());
  }

  public Clients(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// A name that no other test uses.
  public static String unique(String name) {
    return name + "-" + NAMES.incrementAndGet() + "-" + ProcessHandle.current().pid();
  }

  public Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "request.timeout.ms",
            30_000,
            "default.api.timeout.ms",
            (int) LIMIT.toMillis() - 5_000));
  }

  /// Creates a topic with a unique name, with as many replicas as the cluster gives by itself, and
  /// returns the name once every node knows it.
  public String topic(String name, int partitions, Map<String, String> configs) {
    String topic = unique(name);
    try (Admin admin = admin()) {
      get(admin.createTopics(List.of(newTopic(topic, partitions).configs(configs))).all());
    }
    awaitEverywhere(topic);
    return topic;
  }

  /// Creates a topic of one partition that the node behind [ServerUnderTest#port()] leads, for
  /// tests that speak the protocol themselves.
  public String topicLedByFirstNode(String name, Map<String, String> configs) {
    if (ServerUnderTest.nodes() == 1) {
      return topic(name, 1, configs);
    }
    String topic = unique(name);
    List<Integer> replicas = IntStream.rangeClosed(1, ServerUnderTest.nodes()).boxed().toList();
    try (Admin admin = admin()) {
      var created = new NewTopic(topic, Map.of(0, replicas)).configs(configs);
      get(admin.createTopics(List.of(created)).all());
    }
    awaitEverywhere(topic);
    return topic;
  }

  /// A topic to create that has as many replicas as the cluster gives by itself.
  public static NewTopic newTopic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  /// Waits until every node of several knows `topic`: who created it was answered before.
  public void awaitEverywhere(String topic) {
    if (bootstrap.contains(",")) {
      Agreement.await(topic, bootstrap);
    }
  }

  public String topic(String name, int partitions) {
    return topic(name, partitions, Map.of());
  }

  public Producer<String, String> producer(Map<String, Object> options) {
    return producer(options, new StringSerializer(), new StringSerializer());
  }

  public Producer<String, String> producer() {
    return producer(Map.of());
  }

  public <K, V> Producer<K, V> producer(
      Map<String, Object> options, Serializer<K> key, Serializer<V> value) {
    Map<String, Object> all = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
    all.putAll(options);
    return new KafkaProducer<>(all, key, value);
  }

  /// A consumer that starts at the beginning unless `options` say otherwise.
  public Consumer<String, String> consumer(Map<String, Object> options) {
    Map<String, Object> all =
        new HashMap<>(Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"));
    all.putAll(options);
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  /// A consumer in `group`, on the classic protocol.
  public Consumer<String, String> member(String group, Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>(Map.of("group.id", group, "group.protocol", "classic"));
    all.putAll(options);
    return consumer(all);
  }

  /// Writes `from` to `to` inclusive as values of records without a key, waits for all
  /// acknowledgements.
  public void writeNumbers(String topic, int partition, int from, int to) {
    try (Producer<String, String> producer = producer()) {
      List<Future<?>> sends = new ArrayList<>();
      for (int i = from; i <= to; i++) {
        sends.add(producer.send(new ProducerRecord<>(topic, partition, null, Integer.toString(i))));
      }
      sends.forEach(Clients::get);
    }
  }

  /// All records of `topic` from its beginning to its present end, per partition in order.
  public List<ConsumerRecord<String, String>> readAll(String topic) {
    return readAll(topic, "read_uncommitted");
  }

  /// As [#readAll(String)], for readers of what is committed: without what was aborted, and up to
  /// the first record of a transaction that is still open.
  public List<ConsumerRecord<String, String>> readCommitted(String topic) {
    return readAll(topic, "read_committed");
  }

  private List<ConsumerRecord<String, String>> readAll(String topic, String isolation) {
    try (Consumer<String, String> consumer =
        consumer(Map.of("isolation.level", isolation, "allow.auto.create.topics", false))) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < of(ends, partition))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "only " + records.size() + " records of " + topic + ", ends " + ends);
        }
      }
      return records;
    }
  }

  /// The partitions of a topic that is there, though perhaps not yet known to the node that is
  /// asked.
  private static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (!partitions.isEmpty()) {
        return partitions;
      }
    }
    throw new AssertionError("nobody knows " + topic);
  }

  /// Polls until `count` records have come.
  public static <K, V> List<ConsumerRecord<K, V>> read(Consumer<K, V> consumer, int count) {
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (records.size() < count) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + records.size() + " of " + count + " records came");
      }
    }
    return records;
  }

  /// The value of a key that must be there.
  public static <K, V> V of(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> key + " is not in " + map.keySet());
  }

  public static List<String> values(Collection<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).toList();
  }

  /// The numbers `from` to `to` inclusive, as texts.
  public static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  /// The result of something that must succeed in time.
  @SuppressWarnings("NullAway") // a future of nothing answers null, which its callers leave alone
  public static <T> T get(Future<T> future) {
    try {
      return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no result within " + LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The error of something that must fail in time.
  public static Throwable failure(Future<?> future) {
    try {
      Object result = future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("succeeded with " + result);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no result within " + LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
