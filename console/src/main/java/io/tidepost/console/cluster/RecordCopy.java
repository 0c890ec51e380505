package io.tidepost.console.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Copies records of a topic to another one, or dead letters back to where their records came from.
/// What is written after it began is not looked at, so a topic may be copied onto itself. One
/// thread; blocks.
public final class RecordCopy {

  private static final Duration POLL = Duration.ofMillis(300);
  private static final int PREVIEWED = 5;
  private static final long PREVIEW_NANOS = 6_000_000_000L;

  /// What is to be copied, and how.
  ///
  /// @param to name of the topic; empty: dead letters go back to the topics of their records
  /// @param samePartition whether records stay in the partition of the same number; else their key
  ///   decides
  public record Order(
      String from,
      Picks picks,
      RecordFilter filter,
      String to,
      boolean samePartition,
      RecordEdit edit) {

    /// Whether dead letters go back.
    public boolean back() {
      return to.isEmpty();
    }
  }

  /// What would be written.
  ///
  /// @param offsets how many are looked at
  /// @param whole whether all of them were seen for this
  public record Preview(
      long offsets, List<ShownRecord> first, long matching, long lost, boolean whole) {}

  private record Span(TopicPartition partition, long from, long end) {}

  private final ClusterClient client;
  private final Order order;
  private final Codecs codecs;
  private final Predicate<ShownRecord> wanted;
  private final List<Span> spans;
  private final @Nullable Originals originals;
  private long lookedAt;
  private long matching;
  private long lost;

  private RecordCopy(ClusterClient client, Order order, Codecs codecs) {
    this.client = client;
    this.order = order;
    this.codecs = codecs;
    this.wanted = order.filter().test();
    this.spans = spans();
    this.originals = order.back() ? new Originals(client) : null;
  }

  /// Looks at what would be written, for some seconds at most, and writes nothing.
  public static Preview preview(ClusterClient client, Order order, Codecs codecs) {
    RecordCopy copy = new RecordCopy(client, order, codecs);
    List<ShownRecord> first = new ArrayList<>();
    long deadline = System.nanoTime() + PREVIEW_NANOS;
    try {
      boolean whole =
          copy.read(
              record -> {
                if (first.size() < PREVIEWED) {
                  first.add(copy.shown(record));
                }
              },
              () -> System.nanoTime() > deadline);
      return new Preview(copy.offsets(), first, copy.matching, copy.lost, whole);
    } catch (KafkaException e) {
      throw ClusterClient.failure(e);
    } finally {
      copy.end();
    }
  }

  /// Does it.
  ///
  /// @return the last word
  public static String run(ClusterClient client, Order order, Codecs codecs, Job job) {
    RecordCopy copy = new RecordCopy(client, order, codecs);
    AtomicLong written = new AtomicLong();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (Producer<byte[], byte[]> producer = client.producer(Map.of("linger.ms", 10))) {
      copy.read(
          record ->
              producer.send(
                  record,
                  (where, e) -> {
                    if (e == null) {
                      written.incrementAndGet();
                    } else {
                      failure.compareAndSet(null, e);
                    }
                  }),
          () -> {
            job.at(
                copy.lookedAt,
                copy.offsets(),
                Words.count(written.get()) + " records are written.");
            return job.stopWanted() || failure.get() != null;
          });
      producer.flush();
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    } finally {
      copy.end();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new ConsoleFailure(
          500,
          Words.count(written.get())
              + " records were written, then: "
              + ClusterClient.failure(failed).getMessage());
    }
    job.at(copy.lookedAt, copy.offsets(), "");
    return Words.count(written.get())
        + (written.get() == 1 ? " record was written" : " records were written")
        + (copy.lost == 0
            ? "."
            : "; " + Words.count(copy.lost) + " letters hold nothing and their records are gone.");
  }

  private void end() {
    if (originals != null) {
      originals.close();
    }
  }

  private long offsets() {
    return spans.stream().mapToLong(span -> span.end() - span.from()).sum();
  }

  private List<Span> spans() {
    List<TopicPartition> all =
        ClusterClient.answer(
                client.admin().describeTopics(List.of(order.from())).topicNameValues(),
                order.from())
            .partitions()
            .stream()
            .map(p -> new TopicPartition(order.from(), p.partition()))
            .toList();
    Map<TopicPartition, Long> starts = offsets(all, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
    List<Span> found = new ArrayList<>();
    if (order.picks().ranges().isEmpty()) {
      all.forEach(partition -> add(found, partition, 0, Long.MAX_VALUE - 1, starts, ends));
    }
    for (Picks.Range range : order.picks().ranges()) {
      TopicPartition partition = new TopicPartition(order.from(), range.partition());
      if (!all.contains(partition)) {
        throw new ConsoleFailure(
            400,
            "records: there is no partition " + range.partition() + " in " + order.from() + ".");
      }
      add(found, partition, range.first(), range.last(), starts, ends);
    }
    return found;
  }

  private static void add(
      List<Span> found,
      TopicPartition partition,
      long first,
      long last,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends) {
    Long start = starts.get(partition);
    Long end = ends.get(partition);
    if (start == null || end == null) {
      throw new ConsoleFailure(409, partition + " has no leader now, so it cannot be read.");
    }
    Span span = new Span(partition, Math.max(first, start), Math.min(last + 1, end));
    if (span.from() < span.end()) {
      found.add(span);
    }
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, Long> found = new HashMap<>();
    Offsets.of(client, partitions, spec)
        .forEach((partition, info) -> found.put(partition, info.offset()));
    return found;
  }

  private interface Sink {
    void take(ProducerRecord<byte[], byte[]> record);
  }

  private interface Brake {
    boolean enough();
  }

  /// @return whether everything was read
  private boolean read(Sink sink, Brake brake) {
    try (Consumer<byte[], byte[]> consumer =
        client.consumer(
            Map.of(
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "fetch.max.wait.ms",
                100,
                "max.poll.records",
                500))) {
      long before = 0;
      for (Span span : spans) {
        consumer.assign(List.of(span.partition()));
        consumer.seek(span.partition(), span.from());
        while (consumer.position(span.partition()) < span.end()) {
          if (brake.enough()) {
            return false;
          }
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.offset() < span.end()) {
              take(record, sink);
            }
          }
          lookedAt =
              before + Math.min(consumer.position(span.partition()), span.end()) - span.from();
        }
        before += span.end() - span.from();
      }
      return true;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Sink sink) {
    if (!order.filter().empty() && !wanted.test(RecordReader.shown(record, codecs))) {
      return;
    }
    ProducerRecord<byte[], byte[]> made = order.back() ? letter(record) : made(record, order.to());
    if (made != null) {
      matching++;
      sink.take(made);
    }
  }

  private ProducerRecord<byte[], byte[]> made(ConsumerRecord<byte[], byte[]> record, String to) {
    return new ProducerRecord<>(
        to,
        order.samePartition() ? record.partition() : null,
        record.timestamp() < 0 ? null : record.timestamp(),
        record.key(),
        order.edit().value(record.value()),
        order.edit().headers(record.headers()));
  }

  /// The record that a letter is about, in its own topic; from the letter where it is gone.
  private @Nullable ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> letter) {
    Originals.Place place = Originals.place(letter);
    if (place == null || originals == null) {
      lost++;
      return null;
    }
    ConsumerRecord<byte[], byte[]> original = originals.find(place);
    if (original != null) {
      return made(original, place.partition().topic());
    }
    if (letter.key() == null && letter.value() == null) {
      lost++;
      return null;
    }
    List<Header> own = new ArrayList<>();
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(Originals.PREFIX)) {
        own.add(header);
      }
    }
    return new ProducerRecord<>(
        place.partition().topic(),
        order.samePartition() ? place.partition().partition() : null,
        null,
        letter.key(),
        order.edit().value(letter.value()),
        order.edit().headers(own));
  }

  private ShownRecord shown(ProducerRecord<byte[], byte[]> record) {
    List<ShownRecord.Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(
            header -> headers.add(new ShownRecord.Header(header.key(), Shown.of(header.value()))));
    return new ShownRecord(
        record.topic(),
        record.partition() == null ? -1 : record.partition(),
        -1,
        record.timestamp() == null ? -1 : record.timestamp(),
        false,
        codecs.show(record.key()),
        codecs.show(record.value()),
        headers,
        size(record.key()) + size(record.value()));
  }

  private static long size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
