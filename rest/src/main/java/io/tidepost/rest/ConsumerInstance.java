package io.tidepost.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.http.Caller;
import io.tidepost.http.HttpFailure;
import io.tidepost.registry.contract.MismatchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A consumer that lives between requests. One request at a time: the others wait.
///
/// What was handed out is what may be committed; what a poll brought beyond a request's bound is
/// kept for the next one.
final class ConsumerInstance {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerInstance.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Caller owner;
  private final Runnable end;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Format format;
  private final Schemas schemas;
  private final boolean commits;
  private final ArrayDeque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();
  private final Map<TopicPartition, OffsetAndMetadata> handedOut = new HashMap<>();
  private long lastUseNanos = System.nanoTime();
  private boolean closed;

  /// @param owner for whom it reads
  /// @param end to be run once it is closed
  /// @param commits whether what was handed out is committed when more is asked for
  ConsumerInstance(
      Caller owner,
      Runnable end,
      KafkaConsumer<byte[], byte[]> consumer,
      Format format,
      Schemas schemas,
      boolean commits) {
    this.owner = owner;
    this.end = end;
    this.consumer = consumer;
    this.format = format;
    this.schemas = schemas;
    this.commits = commits;
  }

  Format format() {
    return format;
  }

  /// What is done with the consumer by one request.
  interface Action<R> {
    R run(KafkaConsumer<byte[], byte[]> consumer);
  }

  synchronized <R> R with(Action<R> action) {
    if (closed) {
      throw new HttpFailure(404, 40403, "Consumer instance not found.");
    }
    lastUseNanos = System.nanoTime();
    try {
      return action.run(consumer);
    } catch (RuntimeException e) {
      throw Topics.failure(e);
    } finally {
      lastUseNanos = System.nanoTime();
    }
  }

  /// Closes it unless it was used since.
  ///
  /// @return whether it is closed
  synchronized boolean closeIfIdle(long idleNanos) {
    if (System.nanoTime() - lastUseNanos >= idleNanos) {
      close();
    }
    return closed;
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        if (commits && !handedOut.isEmpty()) {
          consumer.commitSync(handedOut, CLOSE);
        }
      } catch (RuntimeException e) {
        // Whoever reads on reads some records again.
      } finally {
        consumer.close(
            org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
        end.run();
      }
    }
  }

  void subscribe(Collection<String> topics) {
    with(consumer -> {
      consumer.subscribe(topics);
      return forget(null);
    });
  }

  void subscribe(Pattern topics) {
    with(consumer -> {
      consumer.subscribe(topics);
      return forget(null);
    });
  }

  void unsubscribe() {
    with(consumer -> {
      consumer.unsubscribe();
      return forget(null);
    });
  }

  void assign(Collection<TopicPartition> partitions) {
    with(consumer -> {
      consumer.assign(partitions);
      return forget(null);
    });
  }

  void seek(Map<TopicPartition, Long> offsets) {
    with(consumer -> {
      offsets.forEach(consumer::seek);
      return forget(offsets.keySet());
    });
  }

  void seek(Collection<TopicPartition> partitions, boolean beginning) {
    with(consumer -> {
      if (beginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      return forget(new HashSet<>(partitions));
    });
  }

  /// @param partitions whose records are not wanted any more, `null` for all
  private boolean forget(@Nullable Set<TopicPartition> partitions) {
    left.removeIf(record -> partitions == null || partitions.contains(partition(record)));
    return handedOut.keySet().removeIf(p -> partitions == null || partitions.contains(p));
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /// @param offsets of the next records; empty commits what was handed out
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    with(consumer -> {
      Map<TopicPartition, OffsetAndMetadata> all =
          offsets.isEmpty() ? Map.copyOf(handedOut) : offsets;
      if (!all.isEmpty()) {
        consumer.commitSync(all);
      }
      return all.size();
    });
  }

  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return with(consumer -> consumer.committed(partitions));
  }

  /// Records as the format shows them.
  ///
  /// @param timeoutMillis how long to wait for the first one
  /// @param bytesMax after which no further one is taken
  ArrayNode records(long timeoutMillis, long bytesMax) {
    return with(consumer -> {
      if (commits && !handedOut.isEmpty()) {
        consumer.commitAsync(Map.copyOf(handedOut), null);
      }
      long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
      do {
        if (left.isEmpty()) {
          consumer.poll(POLL).forEach(left::add);
        }
      } while (left.isEmpty() && System.nanoTime() < deadline);
      ArrayNode answer = Bodies.JSON.createArrayNode();
      long bytes = 0;
      ConsumerRecord<byte[], byte[]> record;
      while ((record = left.peekFirst()) != null) {
        bytes +=
            Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        if (bytes > bytesMax && !answer.isEmpty()) {
          break;
        }
        answer.add(json(record));
        left.removeFirst();
        handedOut.put(partition(record), new OffsetAndMetadata(record.offset() + 1));
      }
      return answer;
    });
  }

  private ObjectNode json(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode object = Bodies.JSON.createObjectNode();
    object.put("topic", record.topic());
    object.set("key", part(record, record.key()));
    object.set("value", part(record, record.value()));
    object.put("partition", record.partition());
    return object.put("offset", record.offset());
  }

  private @Nullable JsonNode part(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] bytes) {
    if (bytes == null) {
      return Bodies.JSON.nullNode();
    }
    try {
      return switch (format) {
        case BINARY ->
            Bodies.JSON.getNodeFactory().textNode(Base64.getEncoder().encodeToString(bytes));
        case JSON -> Bodies.JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        case AVRO, JSONSCHEMA, PROTOBUF -> schemas.decode(owner, bytes);
      };
    } catch (MismatchException | IOException e) {
      throw new HttpFailure(
          422,
          42203,
          "%s offset %d is not %s: %s"
              .formatted(partition(record), record.offset(), format, e.getMessage()));
    }
  }

  Set<String> subscription() {
    return with(KafkaConsumer::subscription);
  }

  List<TopicPartition> assignment() {
    return with(consumer -> List.copyOf(consumer.assignment()));
  }
}
