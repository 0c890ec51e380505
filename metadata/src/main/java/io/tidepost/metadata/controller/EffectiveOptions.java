package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import org.jspecify.annotations.Nullable;

/// What the options that elections depend on are for a topic: what it sets itself, else the default
/// of all brokers, else what this node was started with.
final class EffectiveOptions {

  static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";
  private static final String UNCLEAN_ELECTION = "unclean.leader.election.enable";
  private static final String DURABILITY = "tidepost.durability";

  private final MetadataImage image;
  private final ConfigRules rules;

  EffectiveOptions(MetadataImage image, ConfigRules rules) {
    this.image = image;
    this.rules = rules;
  }

  /// `min.insync.replicas`.
  int minInSyncReplicas(Topic topic) {
    String value = of(topic, MIN_IN_SYNC_REPLICAS);
    return value == null ? 1 : Integer.parseInt(value);
  }

  /// Whether a replica that may lack acknowledged records may lead when no other is left.
  boolean isUncleanElection(Topic topic) {
    return Boolean.parseBoolean(of(topic, UNCLEAN_ELECTION));
  }

  /// Whether what is acknowledged is synced to the disks of all in-sync replicas, so that none of
  /// them loses any of it by an unclean stop.
  boolean isSyncedAcks(Topic topic) {
    String value = of(topic, DURABILITY);
    return value == null || value.equals("disk");
  }

  private @Nullable String of(Topic topic, String option) {
    String own = image.configs().of(ConfigResource.topic(topic.name())).get(option);
    if (own != null) {
      return own;
    }
    String ofAll = image.configs().of(ConfigResource.BROKER_DEFAULT).get(option);
    return ofAll != null ? ofAll : rules.defaultValue(ConfigResource.Type.TOPIC, option);
  }
}
