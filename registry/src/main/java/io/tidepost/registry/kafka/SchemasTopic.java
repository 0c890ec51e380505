package io.tidepost.registry.kafka;

import io.tidepost.registry.service.SchemasLog;
import io.tidepost.registry.store.RecordFormat;
import io.tidepost.registry.store.RegistryRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topic `_schemas` as the registry's log.
///
/// The writer is whoever last initialised the transactional id of the topic: Kafka fences everybody
/// before (KIP-98), so two nodes never write at the same time, and each write is one transaction. A
/// writer that has not written for long may be forgotten, which is as if another had come. A thread
/// of its own reads what is committed.
public final class SchemasTopic implements SchemasLog {

  private static final Logger LOG = LoggerFactory.getLogger(SchemasTopic.class);
  private static final short REPLICATION_FACTOR = 3;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long CATCH_UP_MILLIS_MAX = 60_000;
  private static final int OLD_TIMES_MAX_MILLIS = 30_000;

  private final TopicPartition partition;
  private final Map<String, Object> settings;
  private final Reader reader;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reading;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private final Object progress = new Object();
  private long position;
  private volatile @Nullable RuntimeException readFailure;
  private volatile boolean closed;

  /// Opens the topic, and makes it when it is not there. Blocks.
  ///
  /// @param settings of the clients, `bootstrap.servers` and what security needs
  public SchemasTopic(String topic, Map<String, Object> settings, Reader reader)
      throws IOException {
    this.partition = new TopicPartition(topic, 0);
    this.settings = Map.copyOf(settings);
    this.reader = reader;
    this.admin = Admin.create(with(Map.of("client.id", "tidepost-registry-admin")));
    try {
      prepareTopic();
      consumer =
          new KafkaConsumer<>(
              with(
                  Map.of(
                      "client.id", "tidepost-registry-reader",
                      "isolation.level", "read_committed",
                      "auto.offset.reset", "earliest",
                      "enable.auto.commit", "false")),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
    } catch (IOException | RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    reading = Thread.ofVirtual().name("tidepost-registry-reader").start(this::read);
  }

  private Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> result = new HashMap<>(settings);
    result.putAll(more);
    return result;
  }

  private void prepareTopic() throws IOException {
    try {
      TopicDescription description = describe();
      if (description == null) {
        int brokers = await(admin.describeCluster().nodes()).size();
        create((short) Math.min(REPLICATION_FACTOR, brokers));
        description = describe();
      }
      if (description != null && description.partitions().size() != 1) {
        throw new IOException(
            "topic %s has %d partitions; the registry needs exactly one"
                .formatted(partition.topic(), description.partitions().size()));
      }
    } catch (ExecutionException e) {
      throw new IOException(because(e), e);
    }
  }

  private @Nullable TopicDescription describe() throws ExecutionException, IOException {
    try {
      return await(admin.describeTopics(List.of(partition.topic())).allTopicNames())
          .get(partition.topic());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  private void create(short replicationFactor) throws ExecutionException, IOException {
    NewTopic topic =
        new NewTopic(partition.topic(), 1, replicationFactor)
            .configs(Map.of("cleanup.policy", "compact"));
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static String because(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  private static <V> V await(Future<V> future) throws ExecutionException, IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // ---- read

  private void read() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          apply(record);
        }
        long reached = consumer.position(partition);
        synchronized (progress) {
          position = reached;
          progress.notifyAll();
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      LOG.error("{} cannot be read any more", partition, e);
      readFailure = e;
      synchronized (progress) {
        progress.notifyAll();
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key == null) {
      LOG.warn("{} offset {}: a record without a key is left out", partition, record.offset());
      return;
    }
    try {
      RegistryRecord decoded = RecordFormat.decode(key, record.value());
      if (decoded != null) {
        reader.read(decoded);
      }
    } catch (IOException e) {
      LOG.warn(
          "{} offset {}: a record is left out: {}", partition, record.offset(), e.getMessage());
    }
  }

  @Override
  public void catchUp() throws IOException {
    long end;
    try {
      end =
          await(
                  admin
                      .listOffsets(
                          Map.of(partition, OffsetSpec.latest()),
                          new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                      .partitionResult(partition))
              .offset();
    } catch (ExecutionException e) {
      throw new IOException(partition + ": " + because(e), e);
    }
    awaitPosition(end);
  }

  private void awaitPosition(long offset) throws IOException {
    long deadline = System.nanoTime() + CATCH_UP_MILLIS_MAX * 1_000_000;
    synchronized (progress) {
      while (position < offset) {
        RuntimeException failure = readFailure;
        if (failure != null) {
          throw new IOException(partition + " cannot be read: " + failure.getMessage(), failure);
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException(
              "%s was read up to offset %d only, %d was awaited"
                  .formatted(partition, position, offset));
        }
        try {
          progress.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
  }

  // ---- write

  @Override
  public void becomeWriter() throws IOException {
    if (producer != null) {
      return;
    }
    KafkaProducer<byte[], byte[]> created =
        new KafkaProducer<>(
            with(
                Map.of(
                    "client.id", "tidepost-registry-writer",
                    "transactional.id", "tidepost-registry-" + partition.topic(),
                    "acks", "all",
                    "linger.ms", "0",
                    "delivery.timeout.ms", String.valueOf(OLD_TIMES_MAX_MILLIS),
                    "request.timeout.ms", "10000",
                    "transaction.timeout.ms", "10000")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      created.initTransactions();
    } catch (RuntimeException e) {
      created.close(Duration.ZERO);
      throw new IOException(partition + " cannot be written: " + e.getMessage(), e);
    }
    producer = created;
  }

  @Override
  public void write(List<RegistryRecord> records) throws IOException {
    KafkaProducer<byte[], byte[]> writer = producer;
    if (writer == null) {
      throw new IllegalStateException("not the writer");
    }
    try {
      writer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (RegistryRecord record : records) {
        RecordFormat.Bytes bytes = RecordFormat.encode(record);
        sent.add(
            writer.send(new ProducerRecord<>(partition.topic(), 0, bytes.key(), bytes.value())));
      }
      writer.commitTransaction();
      awaitPosition(await(sent.getLast()).offset() + 1);
    } catch (ProducerFencedException
        | InvalidProducerEpochException
        | InvalidPidMappingException e) {
      giveUp(writer);
      throw new NotWriterException("this node is not the writer any more", e);
    } catch (KafkaException e) {
      giveUp(writer);
      throw new IOException(partition + " could not be written: " + e.getMessage(), e);
    } catch (ExecutionException e) {
      giveUp(writer);
      throw new IOException(partition + " could not be written: " + because(e), e);
    }
  }

  /// Whether the transaction is there is not known; the next writer ends it one way or the other.
  private void giveUp(KafkaProducer<byte[], byte[]> writer) {
    producer = null;
    writer.close(Duration.ZERO);
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      reading.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    KafkaProducer<byte[], byte[]> writer = producer;
    if (writer != null) {
      writer.close(Duration.ZERO);
    }
    admin.close(Duration.ZERO);
  }
}
