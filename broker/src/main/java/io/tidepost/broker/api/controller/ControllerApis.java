package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiGroup;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.api.EnvelopeHandler;
import io.tidepost.broker.api.Forwarding;

/// The APIs of the controller's listener: those between nodes, and those of clients that the
/// controller decides about, which tools ask it for directly (KIP-919).
public final class ControllerApis implements ApiGroup {

  private final ApiRegistry clients;

  /// @param clients what brokers serve to clients
  public ControllerApis(ApiRegistry clients) {
    this.clients = clients;
  }

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(
        1, MetadataFetchHandler.FIRST_VERSION, 18, context -> new MetadataFetchHandler(context));
    registry.serve(56, 2, 3, context -> new AlterPartitionHandler(context));
    registry.serve(58, 0, 0, context -> new EnvelopeHandler(context, registry));
    registry.serve(59, 0, 1, context -> new FetchSnapshotHandler(context));
    registry.serve(60, 0, 2, context -> new DescribeControllersHandler(context));
    registry.serve(62, 0, 4, context -> new BrokerRegistrationHandler(context));
    registry.serve(63, 0, 2, context -> new BrokerHeartbeatHandler(context));
    registry.serve(67, 0, 0, context -> new AllocateProducerIdsHandler(context));
    registry.serve(70, 0, 0, context -> new ControllerRegistrationHandler(context));
    registry.serve(73, 0, 0, context -> new AssignReplicasToDirsHandler(context));
    // What comes before them, and what is forwarded here, is served as brokers serve it.
    for (ApiRegistry.ServedApi api : clients.served()) {
      boolean before = api.apiKey() == 17 || api.apiKey() == 18 || api.apiKey() == 36;
      if (before || Forwarding.isForwarded(api.apiKey())) {
        registry.serve(
            api.apiKey(),
            api.lowestVersion(),
            api.highestVersion(),
            context -> clients.handler(api.apiKey()));
      }
    }
  }
}
