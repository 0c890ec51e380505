package io.tidepost.broker.api;

import io.tidepost.base.option.Options;
import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.contract.ContractGate;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.log.option.LogConfigs;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceResponse;
import org.jspecify.annotations.Nullable;

/// Produce (0), versions 3 to 13. Splits the request by partition, checks the batches, and hands
/// each part to its partition's owner loop; answers when all parts are decided.
///
/// With `acks=0` there is no answer; an error closes the connection instead, so that the producer
/// looks for the leader anew.
final class ProduceHandler implements ApiHandler<ProduceRequest, ProduceResponse> {

  private final BrokerContext context;
  private final ProduceChecks checks;
  private final ContractGate gate;

  ProduceHandler(BrokerContext context) {
    this.context = context;
    this.checks = new ProduceChecks(context);
    this.gate = new ContractGate(context::contracts, this::isUnderContract);
  }

  @Override
  public ProduceRequest read(WireReader in, short version) {
    return ProduceRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean exemptFromQuotas(ProduceRequest request) {
    return request.acks == PartitionLeader.ACKS_NONE;
  }

  @Override
  public void handle(ProduceRequest request, RequestContext caller, Reply<ProduceResponse> reply) {
    if (request.acks < PartitionLeader.ACKS_ALL || request.acks > PartitionLeader.ACKS_LEADER) {
      throw new ApiException(
          ErrorCode.INVALID_REQUIRED_ACKS, "acks is " + request.acks + ", allowed are -1, 0 and 1");
    }
    new ProduceCall(context, checks, gate, request, caller, reply).start();
  }

  private boolean isUnderContract(String topic) {
    Options broker = context.options().current();
    var set = context.image().configs().of(ConfigResource.topic(topic));
    return Contract.of(LogConfigs.of(broker, set)) != null;
  }

  @Override
  public ProduceResponse error(
      ProduceRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new ProduceResponse();
    for (ProduceRequest.TopicProduceData topic : request.topicData) {
      var topicResponse = topicResponse(topic);
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData) {
        var answer = new ProduceResponse.PartitionProduceResponse();
        answer.index = partition.index;
        answer.errorCode = error.code();
        answer.baseOffset = -1;
        answer.errorMessage = message;
        topicResponse.partitionResponses.add(answer);
      }
      response.responses.add(topicResponse);
    }
    return response;
  }

  static ProduceResponse.TopicProduceResponse topicResponse(ProduceRequest.TopicProduceData topic) {
    var response = new ProduceResponse.TopicProduceResponse();
    response.name = topic.name;
    response.topicId = topic.topicId;
    return response;
  }
}
