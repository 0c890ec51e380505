package io.tidepost.broker.api;

import io.tidepost.coordinator.group.Client;

/// What the handlers of group APIs share.
final class GroupRequests {

  private GroupRequests() {}

  /// Who asks, as the coordinator wants to know it.
  static Client client(RequestContext context) {
    String clientId = context.clientId() == null ? "" : context.clientId();
    String host = "/" + context.clientAddress().getHostAddress();
    return new Client(clientId, host, context.apiVersion());
  }

  /// A coordinator's way to answer a request.
  static <R extends io.tidepost.wire.Message> io.tidepost.coordinator.runtime.Reply<R> to(
      Reply<R> reply) {
    return new io.tidepost.coordinator.runtime.Reply<>(reply::send);
  }
}
