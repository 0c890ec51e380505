package io.tidepost.cli.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// Which file made what: a compacted topic of the cluster itself, so that it works with any Kafka
/// and everybody sees the same. The key is a resource, as in `topics/orders`; the value names the
/// owner that its file has.
final class Ownership {

  /// The topic.
  static final String TOPIC = "_tidepost_resources";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ROUNDS = 50_000;
  private static final int BITS = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TopicPartition ONLY = new TopicPartition(TOPIC, 0);

  private final Map<String, ObjectNode> entries = new HashMap<>();
  private final Cluster cluster;

  private Ownership(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Reads what is known.
  static Ownership read(Cluster cluster) throws Exception {
    Ownership ownership = new Ownership(cluster);
    if (!cluster.admin().listTopics().names().get().contains(TOPIC)) {
      return ownership;
    }
    try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
      consumer.assign(List.of(ONLY));
      consumer.seekToBeginning(List.of(ONLY));
      long end = consumer.endOffsets(List.of(ONLY)).getOrDefault(ONLY, 0L);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(ONLY) < end) {
        if (System.nanoTime() > deadline) {
          throw new Failure(TOPIC + " could not be read in " + PATIENCE.toSeconds() + " s");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          ownership.take(record.key(), record.value());
        }
      }
    }
    return ownership;
  }

  private void take(byte[] key, byte @Nullable [] value) {
    String id = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      entries.remove(id);
      return;
    }
    try {
      JsonNode entry = MAPPER.readTree(new String(value, StandardCharsets.UTF_8));
      if (entry instanceof ObjectNode object) {
        entries.put(id, object);
        return;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new Failure(TOPIC + " has a record for " + id + " that is not ours");
  }

  /// @return empty when nobody owns it
  String owner(String id) {
    ObjectNode entry = entries.get(id);
    return entry == null ? "" : entry.path("owner").asText();
  }

  /// Names of what an owner has in a section.
  TreeSet<String> owned(String owner, String section) {
    TreeSet<String> names = new TreeSet<>();
    entries.forEach((id, entry) -> {
      if (id.startsWith(section + "/") && entry.path("owner").asText().equals(owner)) {
        names.add(id.substring(section.length() + 1));
      }
    });
    return names;
  }

  /// Whether a password is the one that was set last.
  boolean knowsSecret(String id, String password) {
    ObjectNode entry = entries.get(id);
    if (entry == null || !entry.has("salt")) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(entry.path("salt").asText());
    byte[] known = Base64.getDecoder().decode(entry.path("fingerprint").asText());
    return MessageDigest.isEqual(known, fingerprint(password, salt));
  }

  /// Remembers a password by a fingerprint; written with the owner.
  void rememberSecret(String id, String password) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    entries
        .computeIfAbsent(id, _ -> MAPPER.createObjectNode())
        .put("salt", Base64.getEncoder().encodeToString(salt))
        .put("fingerprint", Base64.getEncoder().encodeToString(fingerprint(password, salt)));
  }

  private static byte[] fingerprint(String password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes the topic when it is not there.
  void prepare() throws Exception {
    try {
      int nodes = cluster.admin().describeCluster().nodes().get().size();
      cluster
          .admin()
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, Optional.of(1), Optional.of((short) Math.min(3, nodes)))
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(Explain.unwrap(e) instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /// Says who owns it now.
  void set(String id, String owner) throws Exception {
    ObjectNode entry = entries.computeIfAbsent(id, _ -> MAPPER.createObjectNode());
    entry.put("owner", owner);
    write(id, entry.toString());
  }

  /// It is gone.
  void forget(String id) throws Exception {
    entries.remove(id);
    write(id, null);
  }

  private void write(String id, @Nullable String value) throws Exception {
    try (Producer<byte[], byte[]> producer = cluster.producer()) {
      byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
      producer
          .send(new ProducerRecord<>(TOPIC, 0, id.getBytes(StandardCharsets.UTF_8), bytes))
          .get();
    }
  }
}
