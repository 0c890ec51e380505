package io.tidepost.cli.desired;

import io.tidepost.cli.schema.RegistryClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// What a file is compared with: a cluster, and the registry of its schemas.
final class Cluster {

  private final Admin admin;
  private final Map<String, Object> settings;
  private final RegistryClient registry;
  private @Nullable Ownership ownership;

  Cluster(Admin admin, Map<String, Object> settings, RegistryClient registry) {
    this.admin = admin;
    this.settings = settings;
    this.registry = registry;
  }

  Admin admin() {
    return admin;
  }

  /// Who owns what, read when it is needed first.
  Ownership ownership() throws Exception {
    Ownership known = ownership;
    if (known == null) {
      known = Ownership.read(this);
      ownership = known;
    }
    return known;
  }

  /// Where schemas are.
  RegistryClient schemas() {
    return registry;
  }

  /// A consumer without a group; the caller closes it.
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("enable.auto.commit", false);
    all.put("auto.offset.reset", "earliest");
    all.put("isolation.level", "read_uncommitted");
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A producer; the caller closes it.
  Producer<byte[], byte[]> producer() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("acks", "all");
    all.put("linger.ms", 0);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
