package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiGroup;
import io.tidepost.broker.api.ApiRegistry;

/// The APIs between brokers that are not Kafka's; clients are not told of them.
public final class NodeApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(10_000, 0, 0, context -> new NodeQuestionHandler(context));
  }
}
