package io.tidepost.broker.server;

import io.tidepost.base.option.Options;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.security.FirstUsers;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.ConfigRecord;
import java.util.ArrayList;
import java.util.List;

/// What a new cluster begins with beside its features: users that `--add-scram` names, and one
/// minimum of in-sync replicas for all nodes, which eligible leader replicas need (KIP-966).
final class FirstRecords {

  private FirstRecords() {}

  static List<MetadataRecord> of(FirstUsers users, Options options) {
    List<MetadataRecord> records = new ArrayList<>(users.records());
    var minimum = new ConfigRecord();
    minimum.resourceType = ConfigResource.BROKER_DEFAULT.type().code();
    minimum.resourceName = ConfigResource.BROKER_DEFAULT.name();
    minimum.name = TopicDefaultOptions.MIN_INSYNC_REPLICAS.name();
    minimum.value = Integer.toString(options.get(TopicDefaultOptions.MIN_INSYNC_REPLICAS));
    records.add(MetadataRecord.of(minimum));
    return records;
  }
}
