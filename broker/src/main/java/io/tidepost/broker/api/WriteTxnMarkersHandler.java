package io.tidepost.broker.api;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.WriteTxnMarkersRequest;
import io.tidepost.wire.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.tidepost.wire.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.tidepost.wire.message.WriteTxnMarkersResponse;
import io.tidepost.wire.message.WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult;
import io.tidepost.wire.message.WriteTxnMarkersResponse.WritableTxnMarkerResult;
import io.tidepost.wire.message.WriteTxnMarkersResponse.WritableTxnMarkerTopicResult;
import org.jspecify.annotations.Nullable;

/// WriteTxnMarkers (27), versions 1 and 2: ends transactions in partitions. A coordinator on
/// another broker asks for it, or an operator who aborts a hanging transaction (KIP-664).
final class WriteTxnMarkersHandler
    implements ApiHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> {

  private final BrokerContext broker;

  WriteTxnMarkersHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public WriteTxnMarkersRequest read(WireReader in, short version) {
    return WriteTxnMarkersRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(WriteTxnMarkersRequest request) {
    return true;
  }

  @Override
  public void handle(
      WriteTxnMarkersRequest request, RequestContext caller, Reply<WriteTxnMarkersResponse> reply) {
    if (!broker.authorizations().allowOnCluster(caller, AclOperation.ALTER)) {
      broker.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    }
    var response = new WriteTxnMarkersResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (WritableTxnMarker marker : request.markers) {
      var end =
          new TransactionEnd(
              marker.producerId,
              marker.producerEpoch,
              marker.coordinatorEpoch,
              marker.transactionResult,
              marker.transactionVersion);
      var result = new WritableTxnMarkerResult();
      result.producerId = marker.producerId;
      response.markers.add(result);
      marker.topics.forEach(topic -> write(topic, end, result, fanOut));
    }
    fanOut.step();
  }

  private void write(
      WritableTxnMarkerTopic topic,
      TransactionEnd end,
      WritableTxnMarkerResult result,
      FanOut fanOut) {
    var topicResult = new WritableTxnMarkerTopicResult();
    topicResult.name = topic.name;
    result.topics.add(topicResult);
    for (int partition : topic.partitionIndexes) {
      var answer = new WritableTxnMarkerPartitionResult();
      answer.partitionIndex = partition;
      topicResult.partitions.add(answer);
      fanOut.expect();
      broker
          .transactions()
          .markers()
          .writeHere(
              new TopicPartition(topic.name, partition),
              end,
              error -> {
                answer.errorCode = error.code();
                fanOut.step();
              });
    }
  }

  @Override
  public WriteTxnMarkersResponse error(
      WriteTxnMarkersRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new WriteTxnMarkersResponse();
    for (WritableTxnMarker marker : request.markers) {
      var result = new WritableTxnMarkerResult();
      result.producerId = marker.producerId;
      for (WritableTxnMarkerTopic topic : marker.topics) {
        var topicResult = new WritableTxnMarkerTopicResult();
        topicResult.name = topic.name;
        for (int partition : topic.partitionIndexes) {
          var answer = new WritableTxnMarkerPartitionResult();
          answer.partitionIndex = partition;
          answer.errorCode = error.code();
          topicResult.partitions.add(answer);
        }
        result.topics.add(topicResult);
      }
      response.markers.add(result);
    }
    return response;
  }
}
