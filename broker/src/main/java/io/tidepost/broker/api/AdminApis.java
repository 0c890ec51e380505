package io.tidepost.broker.api;

/// The APIs of operators: topics and configurations.
public final class AdminApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(19, 2, 7, context -> new CreateTopicsHandler(context));
    registry.serve(20, 1, 6, context -> new DeleteTopicsHandler(context));
    registry.serve(32, 1, 4, context -> new DescribeConfigsHandler(context));
    registry.serve(33, 0, 2, context -> new AlterConfigsHandler(context));
    registry.serve(37, 0, 3, context -> new CreatePartitionsHandler(context));
    registry.serve(44, 0, 1, context -> new IncrementalAlterConfigsHandler(context));
    registry.serve(57, 0, 2, context -> new UpdateFeaturesHandler(context));
    registry.serve(74, 0, 1, context -> new ListConfigResourcesHandler(context));
  }
}
