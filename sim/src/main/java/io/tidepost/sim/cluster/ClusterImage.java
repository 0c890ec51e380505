package io.tidepost.sim.cluster;

import io.tidepost.replica.Leadership;
import java.util.List;
import java.util.Map;

/// What the controller says at one moment.
///
/// @param version raised with each change
/// @param brokers registered brokers by id
/// @param leader broker id, or -1
/// @param leadership epochs, replicas and in-sync replicas
/// @param eligible eligible leader replicas (KIP-966)
record ClusterImage(
    long version,
    Map<Integer, Registration> brokers,
    int leader,
    Leadership leadership,
    List<Integer> eligible) {

  /// @param epoch broker epoch
  /// @param fenced whether it is dead as far as the controller knows
  record Registration(long epoch, boolean fenced) {}
}
