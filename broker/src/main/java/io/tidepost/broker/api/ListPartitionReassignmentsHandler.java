package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListPartitionReassignmentsRequest;
import io.tidepost.wire.message.ListPartitionReassignmentsResponse;
import org.jspecify.annotations.Nullable;

/// ListPartitionReassignments (46), version 0: the partitions that are moving between brokers
/// (KIP-455). With one broker none ever is.
final class ListPartitionReassignmentsHandler
    implements ApiHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {

  private final BrokerContext context;

  ListPartitionReassignmentsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public ListPartitionReassignmentsRequest read(WireReader in, short version) {
    return ListPartitionReassignmentsRequest.read(in, version);
  }

  @Override
  public void handle(
      ListPartitionReassignmentsRequest request,
      RequestContext caller,
      Reply<ListPartitionReassignmentsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE);
    reply.send(new ListPartitionReassignmentsResponse());
  }

  @Override
  public ListPartitionReassignmentsResponse error(
      ListPartitionReassignmentsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ListPartitionReassignmentsResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
