package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.streams.UpdateTopologyDescription;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateResponse;
import org.jspecify.annotations.Nullable;

/// StreamsGroupTopologyDescriptionUpdate (93), version 0: a member of a streams group says what its
/// topology looks like (KIP-1331). Whoever may commit the group's offsets may do so.
final class StreamsTopologyDescriptionHandler
    implements ApiHandler<
        StreamsGroupTopologyDescriptionUpdateRequest,
        StreamsGroupTopologyDescriptionUpdateResponse> {

  private final BrokerContext broker;

  StreamsTopologyDescriptionHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public StreamsGroupTopologyDescriptionUpdateRequest read(WireReader in, short version) {
    return StreamsGroupTopologyDescriptionUpdateRequest.read(in, version);
  }

  @Override
  public void handle(
      StreamsGroupTopologyDescriptionUpdateRequest request,
      RequestContext context,
      Reply<StreamsGroupTopologyDescriptionUpdateResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    broker
        .groups()
        .submit(
            new UpdateTopologyDescription(
                request, new io.tidepost.coordinator.runtime.Reply<>(reply::send)));
  }

  @Override
  public StreamsGroupTopologyDescriptionUpdateResponse error(
      StreamsGroupTopologyDescriptionUpdateRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new StreamsGroupTopologyDescriptionUpdateResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
