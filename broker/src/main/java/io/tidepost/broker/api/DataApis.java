package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;

/// The APIs of the data path.
public final class DataApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(0, 3, 13, context -> new ProduceHandler(context));
    registry.serve(1, 4, 18, context -> new FetchHandler(context));
    registry.serve(2, 1, 11, context -> new ListOffsetsHandler(context));
    registry.serve(18, 0, 5, DataApis::servedByDispatcher);
    registry.serve(21, 0, 2, context -> new DeleteRecordsHandler(context));
    registry.serve(23, 2, 4, context -> new OffsetForLeaderEpochHandler(context));
    registry.serve(35, 1, 5, context -> new DescribeLogDirsHandler(context));
    registry.serve(61, 0, 0, context -> new DescribeProducersHandler(context));
  }

  private static ApiHandler<?, ?> servedByDispatcher(BrokerContext context) {
    throw new IllegalStateException("ApiVersions is served by the dispatcher");
  }
}
