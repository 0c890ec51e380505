package io.tidepost.metadata.image;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.Acls;
import io.tidepost.wire.Message;
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
  private Acls acls;
  private KeptRecords kept;

  public MetadataDelta(MetadataImage before) {
    this.before = before;
    this.topics = new TopicsDelta(before.topics());
    this.cluster = new ClusterDelta(before.brokers(), before.controllers());
    this.configs = before.configs();
    this.features = before.features();
    this.nextProducerId = before.nextProducerId();
    this.acls = before.acls();
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
    Message message = record.message();
    // By number: a switch over types has to be linked at run time, which a cold start would pay
    // for.
    switch (message.apiKey()) {
      case TopicRecord.API_KEY -> topics.replay((TopicRecord) message);
      case PartitionRecord.API_KEY -> topics.replay((PartitionRecord) message);
      case PartitionChangeRecord.API_KEY -> topics.replay((PartitionChangeRecord) message);
      case RemoveTopicRecord.API_KEY -> removeTopic((RemoveTopicRecord) message);
      case ClearElrRecord.API_KEY -> topics.replay((ClearElrRecord) message);
      case ConfigRecord.API_KEY -> replay((ConfigRecord) message);
      case RegisterBrokerRecord.API_KEY -> cluster.replay((RegisterBrokerRecord) message);
      case UnregisterBrokerRecord.API_KEY -> cluster.replay((UnregisterBrokerRecord) message);
      case BrokerRegistrationChangeRecord.API_KEY ->
          cluster.replay((BrokerRegistrationChangeRecord) message);
      case FenceBrokerRecord.API_KEY -> {
        var fence = (FenceBrokerRecord) message;
        cluster.setFenced(fence.id, fence.epoch, true);
      }
      case UnfenceBrokerRecord.API_KEY -> {
        var unfence = (UnfenceBrokerRecord) message;
        cluster.setFenced(unfence.id, unfence.epoch, false);
      }
      case RegisterControllerRecord.API_KEY -> cluster.replay((RegisterControllerRecord) message);
      case FeatureLevelRecord.API_KEY -> {
        var feature = (FeatureLevelRecord) message;
        features = features.with(feature.name, feature.featureLevel);
      }
      case ProducerIdsRecord.API_KEY ->
          nextProducerId = ((ProducerIdsRecord) message).nextProducerId;
      default -> replayKept(message);
    }
  }

  private void replayKept(Message message) {
    switch (message.apiKey()) {
      case AccessControlEntryRecord.API_KEY -> replay((AccessControlEntryRecord) message);
      case RemoveAccessControlEntryRecord.API_KEY ->
          replay((RemoveAccessControlEntryRecord) message);
      case DelegationTokenRecord.API_KEY ->
          keep(KeptRecordKeys.delegationToken(((DelegationTokenRecord) message).tokenId), message);
      case RemoveDelegationTokenRecord.API_KEY ->
          drop(KeptRecordKeys.delegationToken(((RemoveDelegationTokenRecord) message).tokenId));
      case UserScramCredentialRecord.API_KEY -> {
        var credential = (UserScramCredentialRecord) message;
        keep(KeptRecordKeys.scramCredential(credential.name, credential.mechanism), message);
      }
      case RemoveUserScramCredentialRecord.API_KEY -> {
        var credential = (RemoveUserScramCredentialRecord) message;
        drop(KeptRecordKeys.scramCredential(credential.name, credential.mechanism));
      }
      case ClientQuotaRecord.API_KEY -> {
        var quota = (ClientQuotaRecord) message;
        if (quota.remove) {
          drop(KeptRecordKeys.clientQuota(quota));
        } else {
          keep(KeptRecordKeys.clientQuota(quota), message);
        }
      }
      // Transactions are resolved by MetadataReplay; the migration from ZooKeeper is history.
      case NoOpRecord.API_KEY,
          ZkMigrationStateRecord.API_KEY,
          BeginTransactionRecord.API_KEY,
          EndTransactionRecord.API_KEY,
          AbortTransactionRecord.API_KEY -> {}
      default -> throw new IllegalStateException("not a metadata record: " + message);
    }
  }

  private void keep(KeptRecords.Key key, Message message) {
    kept = kept.with(key, message);
  }

  private void drop(KeptRecords.Key key) {
    kept = kept.without(key);
  }

  private void replay(AccessControlEntryRecord record) {
    acls = acls.with(record.id, Acl.of(record));
  }

  private void replay(RemoveAccessControlEntryRecord record) {
    if (acls.find(record.id) == null) {
      throw new IllegalStateException(
          "the metadata removes the access control entry " + record.id + ", which does not exist");
    }
    acls = acls.without(record.id);
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
        acls,
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
