package io.tidepost.metadata.controller;

import io.tidepost.metadata.image.VersionRange;
import java.util.Map;

/// Options of the node and policies of the operator that bound what the controller decides.
///
/// @param defaultPartitions `num.partitions`, 1 or more
/// @param defaultReplicationFactor `default.replication.factor`, 1 or more
/// @param configs what a configuration may be
/// @param policy the operator's own yes or no
/// @param supportedFeatures levels this software supports, by feature name
/// @param replication how brokers are watched and leaders are elected
public record ControllerRules(
    int defaultPartitions,
    short defaultReplicationFactor,
    ConfigRules configs,
    ControllerPolicy policy,
    Map<String, VersionRange> supportedFeatures,
    ReplicationRules replication) {

  /// With Kafka's defaults for replication.
  public ControllerRules(
      int defaultPartitions,
      short defaultReplicationFactor,
      ConfigRules configs,
      ControllerPolicy policy,
      Map<String, VersionRange> supportedFeatures) {
    this(
        defaultPartitions,
        defaultReplicationFactor,
        configs,
        policy,
        supportedFeatures,
        ReplicationRules.DEFAULT);
  }
}
