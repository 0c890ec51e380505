package io.tidepost.compat.release;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Exercises whichever `kafka-clients` is on the class path, with only those calls that every
/// release since 2.1 has: topics are created, described and deleted, records go out with every
/// codec and come back in a group, offsets are committed.
///
/// Arguments: bootstrap server, a prefix for names. Prints `ok VERSION` last; leaves with a stack
/// trace and 1 when anything is wrong.
public final class ReleaseDriver {
  private static final int PARTITIONS = 3;
  private static final int PER_CODEC = 300;

  private final String bootstrap;
  private final String topic;
  private final String group;

  private final int nodes;

  private ReleaseDriver(String bootstrap, String prefix, int nodes) {
    this.bootstrap = bootstrap;
    this.nodes = nodes;
    this.topic = prefix + "-topic";
    this.group = prefix + "-group";
  }

  public static void main(String[] arguments) {
    try {
      new ReleaseDriver(arguments[0], arguments[1], Integer.parseInt(arguments[2])).run();
      System.out.println("ok " + version());
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  @SuppressWarnings("removal") // older releases have no other way to list groups
  private void run() throws Exception {
    try (AdminClient admin = AdminClient.create(options(Map.of()))) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) nodes))).all().get();
      check(admin.listTopics().names().get().contains(topic), "the topic is listed");
      check(admin.describeCluster().nodes().get().size() == nodes, "every node is described");
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      check(config != null && config.get("retention.ms") != null, "retention.ms is described");
      Set<String> sent = produce();
      consume(sent);
      check(
          admin.listConsumerGroups().all().get().stream().anyMatch(l -> l.groupId().equals(group)),
          "the group is listed");
      long committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .values()
              .stream()
              .mapToLong(offset -> offset.offset())
              .sum();
      check(committed == sent.size(), "committed " + committed + " of " + sent.size());
      admin.deleteConsumerGroups(List.of(group)).all().get();
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  /// Sends with every codec, idempotently, and returns what was acknowledged.
  private Set<String> produce() throws Exception {
    Set<String> sent = new HashSet<>();
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      Map<String, Object> more =
          Map.of(
              "compression.type",
              codec,
              "enable.idempotence",
              true,
              "acks",
              "all",
              "linger.ms",
              5,
              "retries",
              10);
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(options(serializers(more)))) {
        check(
            producer.partitionsFor(topic).size() == PARTITIONS, "the producer sees all partitions");
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (int i = 0; i < PER_CODEC; i++) {
          ProducerRecord<String, String> next =
              new ProducerRecord<>(topic, "key-" + i, codec + "-" + i);
          next.headers().add(new RecordHeader("codec", codec.getBytes("UTF-8")));
          acknowledgements.add(producer.send(next));
          sent.add(codec + "-" + i);
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
          check(acknowledgement.get().hasOffset(), "an acknowledgement carries an offset");
        }
      }
    }
    return sent;
  }

  /// Reads as two members of one group until both have partitions and everything has come, and
  /// commits.
  private void consume(Set<String> expected) throws Exception {
    Set<String> missing = new TreeSet<>(expected);
    try (KafkaConsumer<String, String> one = member();
        KafkaConsumer<String, String> two = member()) {
      one.subscribe(List.of(topic));
      two.subscribe(List.of(topic));
      long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
      while (!missing.isEmpty()
          || one.assignment().size() + two.assignment().size() < PARTITIONS
          || two.assignment().isEmpty()) {
        for (KafkaConsumer<String, String> consumer : List.of(one, two)) {
          for (ConsumerRecord<String, String> next : consumer.poll(Duration.ofMillis(50))) {
            String codec = new String(next.headers().lastHeader("codec").value(), "UTF-8");
            check(next.value().startsWith(codec + "-"), "header " + codec + " on " + next.value());
            check(missing.remove(next.value()), next.value() + " came twice");
          }
          consumer.commitSync();
        }
        check(System.nanoTime() < deadline, missing.size() + " records never came");
      }
      check(
          one.endOffsets(List.of(new TopicPartition(topic, 0))).size() == 1,
          "end offsets are answered");
    }
  }

  private KafkaConsumer<String, String> member() {
    Map<String, Object> more = new HashMap<>();
    more.put("group.id", group);
    more.put("auto.offset.reset", "earliest");
    more.put("enable.auto.commit", false);
    more.put("max.poll.records", 100);
    more.put("heartbeat.interval.ms", 300);
    more.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    more.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    return new KafkaConsumer<>(options(more));
  }

  private static Map<String, Object> serializers(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    all.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    return all;
  }

  private Map<String, Object> options(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("bootstrap.servers", bootstrap);
    return all;
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        ReleaseDriver.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
