package io.tidepost.broker.api;

import io.tidepost.base.option.Options;
import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.contract.ContractGate;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.Unpacking;
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
  private final Unpacking unpacking;
  private final ProduceOrder order;

  ProduceHandler(BrokerContext context) {
    this.context = context;
    int half = context.options().current().get(SocketOptions.NUM_IO_THREADS) / 2;
    this.unpacking =
        new Unpacking(context.logs().pool(), context.loops().size(), Math.max(1, half));
    this.checks = new ProduceChecks(context, unpacking);
    this.gate = new ContractGate(context::contracts, this::isUnderContract, unpacking);
    this.order = new ProduceOrder(context.loops().size());
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
    order.begin(new ProduceCall(context, checks, gate, unpacking, order, request, caller, reply));
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
