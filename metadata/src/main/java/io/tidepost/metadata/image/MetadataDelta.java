package io.tidepost.metadata.image;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.AbortTransactionRecord;
import io.tidepost.wire.record.AccessControlEntryRecord;
import io.tidepost.wire.record.BeginTransactionRecord;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import io.tidepost.wire.record.ClearElrRecord;
import io.tidepost.wire.record.ClientQuotaRecord;
import io.tidepost.wire.record.ConfigRecord;
import io.tidepost.wire.record.DelegationTokenRecord;
import io.tidepost.wire.record.EndTransactionRecord;
import io.tidepost.wire.record.FeatureLevelRecord;
import io.tidepost.wire.record.FenceBrokerRecord;
import io.tidepost.wire.record.NoOpRecord;
import io.tidepost.wire.record.PartitionChangeRecord;
import io.tidepost.wire.record.PartitionRecord;
import io.tidepost.wire.record.ProducerIdsRecord;
import io.tidepost.wire.record.RegisterBrokerRecord;
import io.tidepost.wire.record.RegisterControllerRecord;
import io.tidepost.wire.record.RemoveAccessControlEntryRecord;
import io.tidepost.wire.record.RemoveDelegationTokenRecord;
import io.tidepost.wire.record.RemoveTopicRecord;
import io.tidepost.wire.record.RemoveUserScramCredentialRecord;
import io.tidepost.wire.record.TopicRecord;
import io.tidepost.wire.record.UnfenceBrokerRecord;
import io.tidepost.wire.record.UnregisterBrokerRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import io.tidepost.wire.record.ZkMigrationStateRecord;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies records to an image: the only place where metadata changes, the same on the controller,
/// after a restart and in the simulator. One delta takes any number of records; [#apply] gives the
/// new image and [#changes] what became different. Not thread-safe.
///
/// Records between BeginTransaction and EndTransaction (KIP-868) count only once the end has come;
/// a delta given such an unfinished transaction shows the state before it.
public final class MetadataDelta {

  private final MetadataImage before;
  private final TopicsDelta topics;
  private final ClusterDelta cluster;
  private Configs configs;
  private final Set<ConfigResource> changedConfigs = new LinkedHashSet<>();
  private Features features;
  private long nextProducerId;
  private KeptRecords kept;

  public MetadataDelta(MetadataImage before) {
    this.before = before;
    this.topics = new TopicsDelta(before.topics());
    this.cluster = new ClusterDelta(before.brokers(), before.controllers());
    this.configs = before.configs();
    this.features = before.features();
    this.nextProducerId = before.nextProducerId();
    this.kept = before.kept();
  }

  /// The image this delta started from.
  public MetadataImage before() {
    return before;
  }

  /// Applies one record.
  ///
  /// @throws IllegalStateException when the record does not fit the state: the log is damaged
  public void replay(MetadataRecord record) {
    switch (record.message()) {
      case TopicRecord r -> topics.replay(r);
      case PartitionRecord r -> topics.replay(r);
      case PartitionChangeRecord r -> topics.replay(r);
      case RemoveTopicRecord r -> removeTopic(r);
      case ClearElrRecord r -> topics.replay(r);
      case ConfigRecord r -> replay(r);
      case RegisterBrokerRecord r -> cluster.replay(r);
      case UnregisterBrokerRecord r -> cluster.replay(r);
      case BrokerRegistrationChangeRecord r -> cluster.replay(r);
      case FenceBrokerRecord r -> cluster.setFenced(r.id, r.epoch, true);
      case UnfenceBrokerRecord r -> cluster.setFenced(r.id, r.epoch, false);
      case RegisterControllerRecord r -> cluster.replay(r);
      case FeatureLevelRecord r -> features = features.with(r.name, r.featureLevel);
      case ProducerIdsRecord r -> nextProducerId = r.nextProducerId;
      default -> replayKept(record);
    }
  }

  private void replayKept(MetadataRecord record) {
    switch (record.message()) {
      case AccessControlEntryRecord r ->
          kept = kept.with(KeptRecordKeys.accessControlEntry(r.id), r);
      case RemoveAccessControlEntryRecord r ->
          kept = kept.without(KeptRecordKeys.accessControlEntry(r.id));
      case DelegationTokenRecord r ->
          kept = kept.with(KeptRecordKeys.delegationToken(r.tokenId), r);
      case RemoveDelegationTokenRecord r ->
          kept = kept.without(KeptRecordKeys.delegationToken(r.tokenId));
      case UserScramCredentialRecord r ->
          kept = kept.with(KeptRecordKeys.scramCredential(r.name, r.mechanism), r);
      case RemoveUserScramCredentialRecord r ->
          kept = kept.without(KeptRecordKeys.scramCredential(r.name, r.mechanism));
      case ClientQuotaRecord r ->
          kept =
              r.remove
                  ? kept.without(KeptRecordKeys.clientQuota(r))
                  : kept.with(KeptRecordKeys.clientQuota(r), r);
      // Transactions are resolved by MetadataReplay; the migration from ZooKeeper is history.
      case NoOpRecord r -> {}
      case ZkMigrationStateRecord r -> {}
      case BeginTransactionRecord r -> {}
      case EndTransactionRecord r -> {}
      case AbortTransactionRecord r -> {}
      default -> throw new IllegalStateException("not a metadata record: " + record.message());
    }
  }

  private void removeTopic(RemoveTopicRecord record) {
    Topic removed = topics.replay(record);
    ConfigResource resource = ConfigResource.topic(removed.name());
    if (!configs.of(resource).isEmpty()) {
      configs = configs.without(resource);
      changedConfigs.add(resource);
    }
  }

  private void replay(ConfigRecord record) {
    ConfigResource.@Nullable Type type = ConfigResource.Type.of(record.resourceType);
    if (type == null) {
      throw new IllegalStateException(
          "configuration of the unknown resource type " + record.resourceType);
    }
    var resource = new ConfigResource(type, record.resourceName);
    configs = configs.with(resource, record.name, record.value);
    changedConfigs.add(resource);
  }

  /// The image after all records so far.
  public MetadataImage apply(Provenance provenance) {
    return new MetadataImage(
        provenance,
        topics.apply(),
        configs,
        cluster.brokers(),
        cluster.controllers(),
        features,
        nextProducerId,
        kept);
  }

  /// What the records changed.
  ///
  /// @param after what [#apply] gave
  public MetadataChanges changes(MetadataImage after) {
    return new MetadataChanges(
        before,
        after,
        topics.created(),
        topics.deleted(),
        topics.changed(),
        Collections.unmodifiableSet(changedConfigs),
        cluster.changedBrokers(),
        !features.equals(before.features()));
  }
}
