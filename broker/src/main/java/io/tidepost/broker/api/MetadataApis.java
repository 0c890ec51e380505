package io.tidepost.broker.api;

/// The APIs by which clients find their way.
public final class MetadataApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(3, 0, 13, context -> new MetadataHandler(context));
    registry.serve(55, 0, 2, context -> new DescribeQuorumHandler(context));
    registry.serve(60, 0, 2, context -> new DescribeClusterHandler(context));
    registry.serve(75, 0, 0, context -> new DescribeTopicPartitionsHandler(context));
  }
}
