package io.tidepost.rest;

import io.tidepost.http.HttpFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The cluster's topics through one admin client and one producer, which are made when they are
/// used for the first time. Any thread; blocks.
final class Topics implements AutoCloseable {

  private static final int MILLIS_MAX = 20_000;

  private final Map<String, Object> settings;
  private @Nullable Admin admin;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /// A producer that was refused once sends nothing any more, whatever it may do since.
  private volatile boolean broken;

  Topics(Map<String, Object> clientSettings) {
    settings = new HashMap<>(clientSettings);
    settings.put("default.api.timeout.ms", MILLIS_MAX);
    settings.put("request.timeout.ms", MILLIS_MAX / 2);
  }

  synchronized Admin admin() {
    Admin known = admin;
    if (known == null) {
      Map<String, Object> all = new HashMap<>(settings);
      all.put("client.id", "tidepost-rest-admin");
      known = Admin.create(all);
      admin = known;
    }
    return known;
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> known = producer;
    if (known != null && broken) {
      known.close(Duration.ZERO);
      known = null;
    }
    if (known == null) {
      broken = false;
      Map<String, Object> all = new HashMap<>(settings);
      all.remove("default.api.timeout.ms");
      all.put("client.id", "tidepost-rest");
      all.put("acks", "all");
      all.put("linger.ms", "0");
      all.put("max.block.ms", MILLIS_MAX);
      all.put("delivery.timeout.ms", MILLIS_MAX);
      all.put("max.request.size", 16 << 20);
      known = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
      producer = known;
    }
    return known;
  }

  /// @throws HttpFailure 404 when there is no such topic
  TopicDescription describe(String topic) {
    return await(admin().describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  /// @throws HttpFailure when it is known at once that nothing can be sent
  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer()
          .send(
              record,
              (metadata, failure) -> {
                if (failure instanceof ClusterAuthorizationException) {
                  broken = true;
                }
              });
    } catch (KafkaException e) {
      broken = true;
      throw failure(e.getCause() instanceof AuthorizationException refused ? refused : e);
    }
  }

  static <T> T await(@Nullable Future<T> answer) {
    if (answer == null) {
      throw new IllegalStateException("no answer was asked for");
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure(503, 50301, "the node is being stopped");
    }
  }

  static HttpFailure failure(Throwable cause) {
    return switch (cause) {
      case HttpFailure known -> known;
      case UnknownTopicOrPartitionException e -> new HttpFailure(404, 40401, "Topic not found");
      case InvalidTopicException e -> new HttpFailure(404, 40401, "Topic not found");
      case AuthorizationException e -> new HttpFailure(403, 40301, String.valueOf(e.getMessage()));
      case AuthenticationException e -> new HttpFailure(401, 40101, String.valueOf(e.getMessage()));
      case KafkaException e -> new HttpFailure(500, 50002, "Kafka error: " + e.getMessage());
      default -> new HttpFailure(500, 50002, "Kafka error: " + cause);
    };
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
