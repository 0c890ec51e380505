package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.ActiveProducer;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeProducersRequest;
import io.tidepost.wire.message.DescribeProducersRequest.TopicRequest;
import io.tidepost.wire.message.DescribeProducersResponse;
import io.tidepost.wire.message.DescribeProducersResponse.PartitionResponse;
import io.tidepost.wire.message.DescribeProducersResponse.ProducerState;
import io.tidepost.wire.message.DescribeProducersResponse.TopicResponse;
import org.jspecify.annotations.Nullable;

/// DescribeProducers (61), version 0: the producers that a partition remembers (KIP-664).
final class DescribeProducersHandler
    implements ApiHandler<DescribeProducersRequest, DescribeProducersResponse> {

  private final BrokerContext context;

  DescribeProducersHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeProducersRequest read(WireReader in, short version) {
    return DescribeProducersRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeProducersRequest request,
      RequestContext caller,
      Reply<DescribeProducersResponse> reply) {
    var response = new DescribeProducersResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (TopicRequest topic : request.topics) {
      var topicResponse = new TopicResponse();
      topicResponse.name = topic.name;
      response.topics.add(topicResponse);
      boolean allowed =
          context.authorizations().allowOnTopic(caller, AclOperation.READ, topic.name);
      for (int number : topic.partitionIndexes) {
        var answer = new PartitionResponse();
        answer.partitionIndex = number;
        topicResponse.partitions.add(answer);
        HostedPartition partition = context.partitions().find(topic.name, number);
        if (!allowed) {
          answer.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
          answer.errorMessage = ErrorCode.TOPIC_AUTHORIZATION_FAILED.message();
        } else if (partition == null) {
          answer.errorCode =
              DataErrors.whyMissing(context, false, topic.name, Uuid.ZERO, number).code();
        } else {
          fanOut.on(partition, () -> describe(partition, answer));
        }
      }
    }
    fanOut.step();
  }

  private static void describe(HostedPartition partition, PartitionResponse answer) {
    for (ActiveProducer producer : partition.log().activeProducers()) {
      var state = new ProducerState();
      state.producerId = producer.producerId();
      state.producerEpoch = producer.producerEpoch();
      state.lastSequence = producer.lastSequence();
      state.lastTimestamp = producer.lastTimestamp();
      state.coordinatorEpoch = producer.coordinatorEpoch();
      state.currentTxnStartOffset = producer.currentTransactionStartOffset();
      answer.activeProducers.add(state);
    }
  }

  @Override
  public DescribeProducersResponse error(
      DescribeProducersRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeProducersResponse();
    for (TopicRequest topic : request.topics) {
      var topicResponse = new TopicResponse();
      topicResponse.name = topic.name;
      for (int number : topic.partitionIndexes) {
        var answer = new PartitionResponse();
        answer.partitionIndex = number;
        answer.errorCode = error.code();
        answer.errorMessage = message;
        topicResponse.partitions.add(answer);
      }
      response.topics.add(topicResponse);
    }
    return response;
  }
}
