package io.tidepost.cli.transaction;

import io.tidepost.cli.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Transactions that are open in partitions, and whether their coordinators know of them.
final class OpenTransactions {

  /// A transaction that is open in one partition.
  ///
  /// @param transactionalId `null` when no coordinator knows the producer
  record Open(TopicPartition partition, ProducerState producer, @Nullable String transactionalId) {}

  private static final Comparator<Open> ORDER =
      Comparator.comparing((Open open) -> open.partition.topic())
          .thenComparing(open -> open.partition.partition())
          .thenComparing(open -> open.producer.producerId());

  private OpenTransactions() {}

  /// Everything that is open in the partitions.
  static List<Open> in(Admin admin, Collection<TopicPartition> partitions)
      throws InterruptedException, ExecutionException {
    List<Open> open = new ArrayList<>();
    Map<TopicPartition, PartitionProducerState> states =
        admin.describeProducers(partitions).all().get();
    states.forEach((partition, state) -> {
      for (ProducerState producer : state.activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()) {
          open.add(new Open(partition, producer, null));
        }
      }
    });
    open.sort(ORDER);
    return open;
  }

  /// Those of them that nobody will ever end: the coordinator does not know the producer, or its
  /// transaction does not contain the partition.
  ///
  /// @param lastWriteBefore who wrote later than this, in milliseconds since 1970, may still end it
  static List<Open> hanging(Admin admin, Collection<Open> all, long lastWriteBefore)
      throws InterruptedException, ExecutionException {
    List<Open> old =
        all.stream().filter(o -> o.producer.lastTimestamp() < lastWriteBefore).toList();
    Set<Long> producers =
        old.stream().map(o -> o.producer.producerId()).collect(Collectors.toSet());
    if (producers.isEmpty()) {
      return List.of();
    }
    Map<Long, String> ids = new HashMap<>();
    var options = new ListTransactionsOptions().filterProducerIds(producers);
    for (TransactionListing listing : admin.listTransactions(options).all().get()) {
      ids.put(listing.producerId(), listing.transactionalId());
    }
    Map<String, TransactionDescription> described =
        admin.describeTransactions(ids.values()).all().get();
    List<Open> hanging = new ArrayList<>();
    for (Open open : old) {
      String id = ids.get(open.producer.producerId());
      TransactionDescription transaction = id == null ? null : described.get(id);
      if (transaction == null || !contains(transaction, open)) {
        hanging.add(new Open(open.partition, open.producer, id));
      }
    }
    return hanging;
  }

  private static boolean contains(TransactionDescription transaction, Open open) {
    boolean isOpen =
        transaction.state() == TransactionState.ONGOING
            || transaction.state() == TransactionState.PREPARE_ABORT
            || transaction.state() == TransactionState.PREPARE_COMMIT;
    return isOpen
        && transaction.producerId() == open.producer.producerId()
        && transaction.topicPartitions().contains(open.partition);
  }

  /// The producer whose transaction begins at an offset.
  static Open at(Admin admin, TopicPartition partition, long startOffset)
      throws InterruptedException, ExecutionException {
    List<Open> open = in(admin, List.of(partition));
    return open.stream()
        .filter(o -> o.producer.currentTransactionStartOffset().orElse(-1) == startOffset)
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                "no open transaction begins at offset "
                    + startOffset
                    + " of "
                    + partition
                    + (open.isEmpty()
                        ? "; none is open there"
                        : "; open are those at " + starts(open))));
  }

  private static String starts(List<Open> open) {
    return open.stream()
        .map(o -> String.valueOf(o.producer.currentTransactionStartOffset().orElse(-1)))
        .collect(Collectors.joining(", "));
  }
}
