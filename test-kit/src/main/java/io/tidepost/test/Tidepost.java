package io.tidepost.test;

import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Brokers in this process, in memory, for a test:
///
/// ```java
/// try (Tidepost kafka = Tidepost.start()) {
///   application.connect(kafka.bootstrapServers());
/// }
/// ```
///
/// They are the brokers that run in production, on free ports of the loopback interface. They write
/// no file, share nothing with others in the same process, and leave no thread behind. Their log
/// goes to SLF4J. Several brokers have a controller of their own beside them, which nothing happens
/// to.
///
/// Any thread.
public final class Tidepost implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestClock clock = new TestClock();
  private final List<TidepostNode> nodes = new ArrayList<>();
  private @Nullable TidepostNode controller;
  private @Nullable SchemasBeside schemas;

  private Tidepost() {}

  /// How to get one that is not as [#start()] makes it.
  public static final class Builder extends ClusterSettings<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /// Starts it, and returns when all nodes serve clients and all topics are there.
    ///
    /// @throws IllegalArgumentException when an option is refused
    /// @throws IllegalStateException when it cannot start; the message says why
    public Tidepost start() {
      return launch();
    }
  }

  /// One broker as it is in production, but for fewer internal partitions and shorter delays.
  public static Tidepost start() {
    return builder().start();
  }

  /// One broker or several, with topics.
  public static Builder builder() {
    return new Builder();
  }

  static Tidepost launch(ClusterSettings<?> settings) {
    Tidepost started = new Tidepost();
    try {
      started.run(settings);
      return started;
    } catch (StartException | IOException e) {
      started.close();
      throw new IllegalStateException(e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  private void run(ClusterSettings<?> settings) throws StartException, IOException {
    int count = settings.nodes();
    // A disk that is full says so sooner than the heap does.
    long diskBytes = Runtime.getRuntime().maxMemory() / 2 / count;
    Map<String, String> options = settings.options();
    if (count == 1) {
      HeldPort port = HeldPort.any();
      nodes.add(Starting.node(port, clock, diskBytes, NodeSettings.alone(port.number(), options)));
    } else {
      HeldPort port = HeldPort.any();
      TidepostNode leading =
          Starting.node(
              port, clock, diskBytes, NodeSettings.controller(count, port.number(), options));
      controller = leading;
      for (int id = 1; id <= count; id++) {
        HeldPort own = HeldPort.any();
        nodes.add(
            Starting.node(
                own,
                clock,
                diskBytes,
                NodeSettings.broker(id, count, own.number(), port.number(), options)));
      }
      leading.start();
    }
    Starting.all(nodes);
    if (!settings.topics().isEmpty()) {
      Starting.topics(this, settings.topics());
    }
    if (settings.schemas()) {
      schemas = SchemasBeside.start(bootstrapServers(), nodes.getFirst().running());
    }
  }

  /// For `bootstrap.servers`: all nodes, running or not.
  public String bootstrapServers() {
    return nodes.stream().map(TidepostNode::address).collect(Collectors.joining(","));
  }

  /// All brokers, by id.
  public List<TidepostNode> nodes() {
    return List.copyOf(nodes);
  }

  /// The broker with this id, from 1 on.
  public TidepostNode node(int id) {
    if (id < 1 || id > nodes.size()) {
      throw new IllegalArgumentException("there is no node " + id + " of " + nodes.size());
    }
    return nodes.get(id - 1);
  }

  /// The broker that leads a partition now, as the metadata has it.
  ///
  /// @throws IllegalStateException when nobody does
  public TidepostNode leader(String topic, int partition) {
    return node(Starting.leader(metadataNode(), topic, partition));
  }

  private TidepostServer metadataNode() {
    TidepostNode leading = controller;
    return leading == null ? nodes.getFirst().running() : leading.running();
  }

  /// The brokers' time of day.
  public TestClock clock() {
    return clock;
  }

  /// For `schema.registry.url`.
  ///
  /// @throws IllegalStateException when [ClusterSettings#schemaRegistry()] was not asked for
  public String schemaRegistryUrl() {
    SchemasBeside serving = schemas;
    if (serving == null) {
      throw new IllegalStateException("there is no schema registry: ask for it with the builder");
    }
    return serving.url();
  }

  /// Makes a topic as [ClusterSettings#topic(String, int)] does, and returns when it can be used.
  public void createTopic(String name, int partitions) {
    Starting.topics(this, List.of(new ClusterSettings.TopicSettings(name, partitions, Map.of())));
  }

  /// A client to administer with, for the caller to close.
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  /// A producer of strings, for the caller to close.
  public KafkaProducer<String, String> producer() {
    return producer(new StringSerializer(), new StringSerializer());
  }

  /// A producer, for the caller to close.
  public <K, V> KafkaProducer<K, V> producer(Serializer<K> keys, Serializer<V> values) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers(), "linger.ms", 0), keys, values);
  }

  /// A consumer of strings in a group, from the beginning, for the caller to subscribe and close.
  public KafkaConsumer<String, String> consumer(String group) {
    return consumer(group, new StringDeserializer(), new StringDeserializer());
  }

  /// A consumer in a group, from the beginning, for the caller to subscribe and close.
  public <K, V> KafkaConsumer<K, V> consumer(
      String group, Deserializer<K> keys, Deserializer<V> values) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "group.id",
            group,
            "auto.offset.reset",
            "earliest"),
        keys,
        values);
  }

  /// Waits until a topic holds `count` records, and reads them; those of one partition in order.
  /// Aborted transactions do not count. For longer than a minute it does not wait.
  ///
  /// @throws AssertionError when fewer came; the message says how many
  public List<ConsumerRecord<String, String>> records(String topic, int count) {
    return records(topic, count, new StringDeserializer(), new StringDeserializer());
  }

  /// As [#records(String, int)].
  public <K, V> List<ConsumerRecord<K, V>> records(
      String topic, int count, Deserializer<K> keys, Deserializer<V> values) {
    return Reading.records(bootstrapServers(), topic, count, keys, values, PATIENCE);
  }

  /// Ends all nodes and forgets what they held. Clients that are still open lose their connections.
  /// Harmless when repeated.
  @Override
  public void close() {
    SchemasBeside serving = schemas;
    if (serving != null) {
      serving.close();
      schemas = null;
    }
    nodes.forEach(TidepostNode::end);
    TidepostNode leading = controller;
    if (leading != null) {
      leading.end();
    }
  }
}
