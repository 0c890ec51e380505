package io.tidepost.metadata.controller;

import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a node can live with the levels that the cluster has settled on (KIP-584): a feature
/// that it does not know counts as level 0.
final class FeatureSupport {

  private static final VersionRange NONE = new VersionRange((short) 0, (short) 0);

  private FeatureSupport() {}

  /// Why a node must not join, or `null`.
  ///
  /// @param node `broker` or `controller`
  static @Nullable Failure check(
      String node, Features finalized, Map<String, VersionRange> supported) {
    for (Map.Entry<String, Short> level : finalized.levels().entrySet()) {
      VersionRange range = supported.getOrDefault(level.getKey(), NONE);
      if (!range.contains(level.getValue())) {
        return new Failure(
            ErrorCode.UNSUPPORTED_VERSION,
            "Unable to register because the "
                + node
                + " does not support finalized version "
                + level.getValue()
                + " of "
                + level.getKey()
                + ". The "
                + node
                + " wants a version between "
                + range.min()
                + " and "
                + range.max()
                + ", inclusive.");
      }
    }
    return null;
  }
}
