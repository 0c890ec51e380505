package io.tidepost.broker.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import io.tidepost.wire.message.AddPartitionsToTxnResponse;
import io.tidepost.wire.message.WriteTxnMarkersRequest;
import io.tidepost.wire.message.WriteTxnMarkersResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What transactions need of other brokers: markers in partitions that are led there
/// (WriteTxnMarkers), and coordinators that say whether a partition belongs to a transaction
/// (AddPartitionsToTxn, KIP-890). Markers that one turn of the loop brings for a broker go in one
/// request. Any thread.
final class RemotePartitions {

  private static final int ANSWER_MILLIS_MAX = 10_000;

  private record Marker(TopicPartition partition, TransactionEnd end, Consumer<ErrorCode> done) {}

  private final BrokerConnections brokers;

  /// On the loop of the connections.
  private final Map<Integer, List<Marker>> waiting = new LinkedHashMap<>();

  RemotePartitions(BrokerConnections brokers) {
    this.brokers = brokers;
  }

  // ---- markers

  /// Tries once to end a transaction in a partition that another broker leads.
  ///
  /// @param done told what that broker answers; on any thread
  void end(int leaderId, TopicPartition partition, TransactionEnd end, Consumer<ErrorCode> done) {
    brokers
        .loop()
        .execute(() -> {
          if (waiting.isEmpty()) {
            brokers.loop().atEndOfTurn(this::sendMarkers);
          }
          waiting
              .computeIfAbsent(leaderId, id -> new ArrayList<>())
              .add(new Marker(partition, end, done));
        });
  }

  private void sendMarkers() {
    Map<Integer, List<Marker>> all = new LinkedHashMap<>(waiting);
    waiting.clear();
    all.forEach(this::send);
  }

  private void send(int brokerId, List<Marker> markers) {
    NodeConnection connection = brokers.to(brokerId);
    if (connection == null) {
      markers.forEach(marker -> marker.done().accept(ErrorCode.NOT_LEADER_OR_FOLLOWER));
      return;
    }
    // A transaction may be ended twice in one request only by name of different partitions.
    Map<TransactionEnd, WriteTxnMarkersRequest.WritableTxnMarker> byEnd = new LinkedHashMap<>();
    var request = new WriteTxnMarkersRequest();
    for (Marker marker : markers) {
      add(byEnd.computeIfAbsent(marker.end(), end -> added(request, end)), marker.partition());
    }
    connection.send(
        new SimpleCall<>(
            WriteTxnMarkersRequest.API_KEY,
            WriteTxnMarkersRequest.LOWEST_VERSION,
            WriteTxnMarkersRequest.HIGHEST_VERSION,
            request,
            WriteTxnMarkersResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> answered(markers, response)));
  }

  private static WriteTxnMarkersRequest.WritableTxnMarker added(
      WriteTxnMarkersRequest request, TransactionEnd end) {
    var written = new WriteTxnMarkersRequest.WritableTxnMarker();
    written.producerId = end.producerId();
    written.producerEpoch = end.producerEpoch();
    written.coordinatorEpoch = end.coordinatorEpoch();
    written.transactionResult = end.commit();
    written.transactionVersion = (byte) end.transactionVersion();
    request.markers.add(written);
    return written;
  }

  private static void add(
      WriteTxnMarkersRequest.WritableTxnMarker marker, TopicPartition partition) {
    for (var topic : marker.topics) {
      if (topic.name.equals(partition.topic())) {
        topic.partitionIndexes.add(partition.partition());
        return;
      }
    }
    var topic = new WriteTxnMarkersRequest.WritableTxnMarkerTopic();
    topic.name = partition.topic();
    topic.partitionIndexes.add(partition.partition());
    marker.topics.add(topic);
  }

  private record Answered(long producerId, TopicPartition partition) {}

  private static void answered(List<Marker> markers, @Nullable WriteTxnMarkersResponse response) {
    Map<Answered, ErrorCode> errors = new HashMap<>();
    if (response != null) {
      for (var marker : response.markers) {
        for (var topic : marker.topics) {
          for (var partition : topic.partitions) {
            errors.put(
                new Answered(
                    marker.producerId, new TopicPartition(topic.name, partition.partitionIndex)),
                ErrorCode.of(partition.errorCode));
          }
        }
      }
    }
    for (Marker marker : markers) {
      var asked = new Answered(marker.end().producerId(), marker.partition());
      marker.done().accept(errors.getOrDefault(asked, ErrorCode.REQUEST_TIMED_OUT));
    }
  }

  // ---- questions

  /// Asks the coordinator at another broker to add partitions to a transaction, or whether they
  /// belong to it.
  ///
  /// @param answer told the error of each partition; on any thread
  void ask(
      int coordinatorId,
      AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction transaction,
      Set<TopicPartition> partitions,
      Consumer<Map<TopicPartition, ErrorCode>> answer) {
    NodeConnection connection = brokers.to(coordinatorId);
    if (connection == null) {
      answer.accept(all(partitions, ErrorCode.COORDINATOR_NOT_AVAILABLE));
      return;
    }
    for (TopicPartition partition : partitions) {
      var topic = new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic();
      topic.name = partition.topic();
      topic.partitions.add(partition.partition());
      transaction.topics.add(topic);
    }
    var request = new AddPartitionsToTxnRequest();
    request.transactions.add(transaction);
    connection.send(
        new SimpleCall<>(
            AddPartitionsToTxnRequest.API_KEY,
            (short) 4,
            AddPartitionsToTxnRequest.HIGHEST_VERSION,
            request,
            AddPartitionsToTxnResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> answer.accept(errors(partitions, response))));
  }

  private static Map<TopicPartition, ErrorCode> errors(
      Set<TopicPartition> partitions, @Nullable AddPartitionsToTxnResponse response) {
    if (response == null) {
      return all(partitions, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    if (response.errorCode != 0) {
      return all(partitions, ErrorCode.of(response.errorCode));
    }
    Map<TopicPartition, ErrorCode> errors = all(partitions, ErrorCode.INVALID_TXN_STATE);
    for (var transaction : response.resultsByTransaction) {
      for (var topic : transaction.topicResults) {
        for (var partition : topic.resultsByPartition) {
          errors.put(
              new TopicPartition(topic.name, partition.partitionIndex),
              ErrorCode.of(partition.partitionErrorCode));
        }
      }
    }
    return errors;
  }

  private static Map<TopicPartition, ErrorCode> all(
      Set<TopicPartition> partitions, ErrorCode error) {
    Map<TopicPartition, ErrorCode> errors = new HashMap<>();
    partitions.forEach(partition -> errors.put(partition, error));
    return errors;
  }
}
