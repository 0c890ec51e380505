package io.tidepost.compat.security;

import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A server with several listeners, each with a security protocol of its own.
final class SecureServer implements AutoCloseable {

  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final ServerUnderTest server;

  /// @param protocols security protocol by listener name, in upper case; the first is the one that
  ///   brokers would use
  /// @param options further options
  SecureServer(Map<String, String> protocols, Map<String, String> options) {
    this(Shared.temporary("secure-server"), protocols, options);
  }

  SecureServer(Path home, Map<String, String> protocols, Map<String, String> options) {
    this(home, protocols, options, ServerUnderTest::create);
  }

  /// @param maker makes the server in a folder, with these lines of configuration
  SecureServer(
      Path home,
      Map<String, String> protocols,
      Map<String, String> options,
      BiFunction<Path, Map<String, String>, ServerUnderTest> maker) {
    protocols.keySet().forEach(name -> ports.put(name, Ports.free()));
    int controller = Ports.free();
    String addresses =
        ports.entrySet().stream()
            .map(entry -> entry.getKey() + "://127.0.0.1:" + entry.getValue())
            .collect(Collectors.joining(","));
    String map =
        protocols.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(","));
    Map<String, String> lines = new LinkedHashMap<>(Shared.OPTIONS);
    lines.put("node.id", "1");
    lines.put("process.roles", "broker,controller");
    lines.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    lines.put("controller.listener.names", "CONTROLLER");
    lines.put("listeners", addresses + ",CONTROLLER://127.0.0.1:" + controller);
    lines.put("advertised.listeners", addresses);
    lines.put("inter.broker.listener.name", protocols.keySet().iterator().next());
    lines.put("listener.security.protocol.map", map + ",CONTROLLER:PLAINTEXT");
    lines.putAll(options);
    server = maker.apply(home, lines);
  }

  SecureServer started() {
    server.start();
    return this;
  }

  ServerUnderTest server() {
    return server;
  }

  int port(String listener) {
    return Clients.of(ports, listener);
  }

  /// Clients of one listener.
  SecureClients clients(String listener, Map<String, String> security) {
    return new SecureClients("127.0.0.1:" + port(listener), security);
  }

  @Override
  public void close() {
    server.close();
  }

  /// Makes clients that all have the same security settings.
  record SecureClients(String bootstrap, Map<String, String> security) {

    Map<String, Object> options(Map<String, ?> more) {
      Map<String, Object> all = new HashMap<>(security);
      all.put("bootstrap.servers", bootstrap);
      all.putAll(more);
      return all;
    }

    org.apache.kafka.clients.admin.Admin admin() {
      return org.apache.kafka.clients.admin.Admin.create(
          options(Map.of("request.timeout.ms", 30_000, "default.api.timeout.ms", 100_000)));
    }

    Clients clients() {
      return new Clients(bootstrap);
    }

    /// Writes and reads `count` records of `size` bytes through a topic of its own.
    void exercise(int count, int size) {
      String topic;
      try (var admin = admin()) {
        topic = Clients.unique("secure");
        Clients.get(
            admin
                .createTopics(
                    List.of(new org.apache.kafka.clients.admin.NewTopic(topic, 1, (short) 1)))
                .all());
      }
      String value = "v".repeat(size);
      try (Producer<String, String> producer =
          clients().producer(options(Map.of("batch.size", 64_000, "linger.ms", 5)))) {
        for (int i = 0; i < count; i++) {
          producer.send(new ProducerRecord<>(topic, 0, null, i + value));
        }
        producer.flush();
      }
      Map<String, Object> reading = options(Map.of("fetch.max.bytes", 10_000_000));
      try (var consumer = clients().consumer(reading)) {
        var partition = new org.apache.kafka.common.TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        var records = Clients.read(consumer, count);
        for (int i = 0; i < count; i++) {
          if (!records.get(i).value().equals(i + value)) {
            throw new AssertionError("record " + i + " is another one");
          }
        }
      }
    }
  }
}
