package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What eligible leader replicas ask of `min.insync.replicas` (KIP-966): all nodes must agree on
/// it, and whoever was eligible under another minimum may lack what was acknowledged since.
final class ElrOptions {

  private ElrOptions() {}

  private static boolean isEnabled(MetadataImage image) {
    return image.features().level(Features.ELR_VERSION) > 0;
  }

  /// Why the change of a resource may not be, or `null`.
  ///
  /// @param effective options that change, `null` to remove
  static @Nullable Failure check(
      MetadataImage image, ConfigResource resource, Map<String, @Nullable String> effective) {
    if (resource.type() != ConfigResource.Type.BROKER
        || !effective.containsKey(EffectiveOptions.MIN_IN_SYNC_REPLICAS)
        || !isEnabled(image)) {
      return null;
    }
    if (!resource.name().isEmpty()) {
      return invalid("Broker-level min.insync.replicas cannot be altered while ELR is enabled.");
    }
    return effective.get(EffectiveOptions.MIN_IN_SYNC_REPLICAS) == null
        ? invalid("Cluster-level min.insync.replicas cannot be removed while ELR is enabled.")
        : null;
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_CONFIG, message);
  }

  /// Adds what the records' change of the minimum means for the replicas that are eligible: where
  /// enough are in sync now, those outside may lack what will be acknowledged. (Kafka clears all of
  /// them, also where nobody is in sync, and so forgets who may lead.)
  static void followMinimum(ControllerContext context, List<MetadataRecord> records) {
    List<ConfigRecord> changed = new ArrayList<>();
    for (MetadataRecord record : records) {
      if (record.message() instanceof ConfigRecord config
          && config.name.equals(EffectiveOptions.MIN_IN_SYNC_REPLICAS)) {
        changed.add(config);
      }
    }
    if (changed.isEmpty() || !isEnabled(context.image())) {
      return;
    }
    var delta = new MetadataDelta(context.image());
    records.forEach(delta::replay);
    var after = context.at(delta.apply(context.image().provenance()));
    var changes = new PartitionChanges(after, records);
    changes.forEach(
        partition -> !partition.elr().isEmpty() && !partition.isr().isEmpty(),
        (topic, number, partition) ->
            changes.add(topic, number, changes.ofClean(topic, partition)));
  }

  /// The records that eligible leader replicas need when they are turned on: one minimum for the
  /// cluster, none for a single broker.
  static List<MetadataRecord> whenEnabled(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    String option = EffectiveOptions.MIN_IN_SYNC_REPLICAS;
    context
        .image()
        .configs()
        .forEach((resource, options) -> {
          if (resource.type() == ConfigResource.Type.BROKER
              && !resource.name().isEmpty()
              && options.containsKey(option)) {
            records.add(ConfigChanges.record(resource, option, null));
          }
        });
    if (!context.image().configs().of(ConfigResource.BROKER_DEFAULT).containsKey(option)) {
      String known = context.rules().configs().defaultValue(ConfigResource.Type.TOPIC, option);
      records.add(
          ConfigChanges.record(ConfigResource.BROKER_DEFAULT, option, known == null ? "1" : known));
    }
    return records;
  }
}
