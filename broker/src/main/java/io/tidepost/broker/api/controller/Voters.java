package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What requests about voters have in common.
final class Voters {

  private Voters() {}

  /// Ends a request that means another cluster.
  static void checkCluster(BrokerContext context, @Nullable String clusterId) {
    if (clusterId != null && !clusterId.isEmpty() && !clusterId.equals(context.clusterId())) {
      throw new ApiException(
          ErrorCode.INCONSISTENT_CLUSTER_ID,
          "The request means the cluster " + clusterId + ", this is " + context.clusterId());
    }
  }
}
