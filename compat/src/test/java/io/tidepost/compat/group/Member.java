package io.tidepost.compat.group;

import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One member of a group on a thread of its own, as members are in life: it polls until it is told
/// to leave.
final class Member implements AutoCloseable {
  private final Consumer<String, String> consumer;
  private final Thread thread;
  private final ConcurrentLinkedQueue<ConsumerRecord<String, String>> records =
      new ConcurrentLinkedQueue<>();
  private final AtomicInteger revocations = new AtomicInteger();
  private volatile Set<TopicPartition> assignment = Set.of();
  private volatile boolean leaving;
  private volatile @Nullable Throwable failure;

  /// Joins `group` and subscribes to `topic`.
  Member(Clients clients, String group, String topic, Map<String, Object> options) {
    consumer = clients.member(group, options);
    thread = new Thread(() -> run(topic), "member of " + group);
    thread.start();
  }

  private void run(String topic) {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Listener());
      while (!leaving) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        assignment = Set.copyOf(consumer.assignment());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /// What it is assigned at present, as partition numbers.
  Set<Integer> partitions() {
    return assignment.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  /// The values of all records it was given so far.
  List<String> values() {
    return records.stream().map(ConsumerRecord::value).toList();
  }

  /// How many partitions were taken from it so far.
  int revocations() {
    return revocations.get();
  }

  /// What ended its loop, when something did.
  @Nullable Throwable failure() {
    return failure;
  }

  /// Leaves the group in good order.
  @Override
  public void close() {
    leaving = true;
    try {
      thread.join(Clients.LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      revocations.addAndGet(partitions.size());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
