package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.base.Uuid;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetadataImage;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetadataImage.TopicMetadata;
import org.apache.kafka.coordinator.group.Utils;
import org.junit.jupiter.api.Test;

/// Topics are hashed as Apache Kafka does it.
class KafkaTopicsHashTest {

  private static final int CASES = 300;

  @Test
  void nothingIsZero() {
    assertEquals(0, TopicsHash.of(List.of()));
    assertEquals(Utils.computeGroupHash(Map.of()), TopicsHash.of(List.of()));
  }

  @Test
  void equalsKafkas() {
    Random random = new Random(1);
    for (int i = 0; i < CASES; i++) {
      Map<String, KnownTopic> topics = topics(random);
      CoordinatorMetadataImage image = image(topics);
      Map<String, Long> hashes = new HashMap<>();
      topics.keySet().forEach(name -> hashes.put(name, Utils.computeTopicHash(name, image)));
      List<KnownTopic> shuffled = new ArrayList<>(topics.values());
      Collections.shuffle(shuffled, random);
      assertEquals(Utils.computeGroupHash(hashes), TopicsHash.of(shuffled), topics::toString);
    }
  }

  private static Map<String, KnownTopic> topics(Random random) {
    Map<String, KnownTopic> topics = new TreeMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      String name = "topic-ü-".substring(0, 1 + random.nextInt(8)) + i;
      List<List<String>> racks = new ArrayList<>();
      for (int p = 1 + random.nextInt(20); p > 0; p--) {
        List<String> of = new ArrayList<>();
        for (int r = random.nextInt(4); r > 0; r--) {
          of.add("rack-" + random.nextInt(3));
        }
        Collections.sort(of);
        racks.add(of);
      }
      Uuid id = new Uuid(random.nextLong(), random.nextLong());
      topics.put(name, new KnownTopic(id, name, racks));
    }
    return topics;
  }

  private static CoordinatorMetadataImage image(Map<String, KnownTopic> topics) {
    return (CoordinatorMetadataImage)
        Proxy.newProxyInstance(
            KafkaTopicsHashTest.class.getClassLoader(),
            new Class<?>[] {CoordinatorMetadataImage.class},
            (proxy, method, arguments) ->
                method.getName().equals("topicMetadata")
                    ? Optional.ofNullable(topics.get((String) arguments[0]))
                        .map(KafkaTopicsHashTest::metadata)
                    : fail(method.getName()));
  }

  private static TopicMetadata metadata(KnownTopic topic) {
    return (TopicMetadata)
        Proxy.newProxyInstance(
            KafkaTopicsHashTest.class.getClassLoader(),
            new Class<?>[] {TopicMetadata.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "name" -> topic.name();
                  case "id" ->
                      new org.apache.kafka.common.Uuid(
                          topic.id().mostSignificantBits(), topic.id().leastSignificantBits());
                  case "partitionCount" -> topic.partitions();
                  case "partitionRacks" -> new ArrayList<>(topic.racks().get((int) arguments[0]));
                  default -> fail(method.getName());
                });
  }

  private static Object fail(String method) {
    throw new AssertionError("Kafka asks for " + method);
  }
}
