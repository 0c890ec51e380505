package io.tidepost.broker.api;

import io.tidepost.broker.api.controller.AddRaftVoterHandler;
import io.tidepost.broker.api.controller.RemoveRaftVoterHandler;
import io.tidepost.broker.api.controller.UnregisterBrokerHandler;

/// The APIs by which clients find their way.
public final class MetadataApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(3, 0, 13, context -> new MetadataHandler(context));
    registry.serve(55, 0, 2, context -> new DescribeQuorumHandler(context));
    registry.serve(64, 0, 0, context -> new UnregisterBrokerHandler(context));
    registry.serve(80, 0, 1, context -> new AddRaftVoterHandler(context));
    registry.serve(81, 0, 0, context -> new RemoveRaftVoterHandler(context));
    registry.serve(60, 0, 2, context -> new DescribeClusterHandler(context));
    registry.serve(75, 0, 0, context -> new DescribeTopicPartitionsHandler(context));
  }
}
