package io.tidepost.broker.api;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AddOffsetsToTxnRequest;
import io.tidepost.wire.message.AddOffsetsToTxnResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// AddOffsetsToTxn (25), versions 0 to 4: the partition that keeps a group's offsets joins a
/// producer's transaction.
final class AddOffsetsToTxnHandler
    implements ApiHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {

  private final BrokerContext broker;

  AddOffsetsToTxnHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public AddOffsetsToTxnRequest read(WireReader in, short version) {
    return AddOffsetsToTxnRequest.read(in, version);
  }

  @Override
  public void handle(
      AddOffsetsToTxnRequest request, RequestContext caller, Reply<AddOffsetsToTxnResponse> reply) {
    broker
        .authorizations()
        .demand(caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId);
    broker.authorizations().demand(caller, AclOperation.READ, ResourceType.GROUP, request.groupId);
    if (request.transactionalId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "the transactional id is empty");
    }
    var offsets =
        new TopicPartition(
            GroupCoordinators.TOPIC, broker.groups().topic().partitionOf(request.groupId));
    broker
        .transactions()
        .submit(
            new AddPartitions(
                request.transactionalId,
                request.producerId,
                request.producerEpoch,
                Set.of(offsets),
                new io.tidepost.coordinator.runtime.Reply<>(
                    error -> reply.send(response(error, caller.apiVersion())))));
  }

  private static AddOffsetsToTxnResponse response(ErrorCode error, short version) {
    var response = new AddOffsetsToTxnResponse();
    response.errorCode =
        TransactionErrors.known(error, version, TransactionErrors.FENCED_VERSION).code();
    return response;
  }

  @Override
  public AddOffsetsToTxnResponse error(
      AddOffsetsToTxnRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(error, version);
  }
}
