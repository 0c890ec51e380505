package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets a broker lead: unfences it and elects it wherever nobody leads and it may.
///
/// A broker that did not stop cleanly may have lost what was not synced, so every partition that it
/// already leads gets a new leader epoch: offsets that are written anew then differ from the lost
/// ones in their leader epoch (KIP-101). After a clean stop the epochs stay.
///
/// @param brokerId node id
/// @param brokerEpoch under which it is registered
/// @param cleanStart whether its previous stop was clean
public record UnfenceBroker(int brokerId, long brokerEpoch, boolean cleanStart)
    implements Command<UnfenceBroker.Outcome> {

  /// @param failure why it may not lead, or `null`
  public record Outcome(@Nullable Failure failure) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Broker broker = context.image().brokers().get(brokerId);
    if (broker == null) {
      return Decision.unchanged(new Outcome(Failure.of(ErrorCode.BROKER_ID_NOT_REGISTERED)));
    }
    if (broker.epoch() != brokerEpoch) {
      return Decision.unchanged(new Outcome(Failure.of(ErrorCode.STALE_BROKER_EPOCH)));
    }
    List<MetadataRecord> records = new ArrayList<>();
    if (broker.fenced() || broker.inControlledShutdown()) {
      records.add(unfence(broker));
    }
    short version = RecordVersions.partitionRecord(context.image().features().metadataVersion());
    for (Topic topic : context.image().topics().sorted()) {
      for (int i = 0; i < topic.partitions().size(); i++) {
        PartitionChangeRecord change = elect(topic.partitions().get(i), version);
        if (change != null) {
          change.topicId = topic.id();
          change.partitionId = i;
          records.add(new MetadataRecord(change, version));
        }
      }
    }
    return new Decision<>(records, new Outcome(null));
  }

  private MetadataRecord unfence(Broker broker) {
    var record = new BrokerRegistrationChangeRecord();
    record.brokerId = brokerId;
    record.brokerEpoch = brokerEpoch;
    record.fenced = -1;
    record.inControlledShutdown = (byte) (broker.inControlledShutdown() ? -1 : 0);
    return new MetadataRecord(record, (short) (broker.inControlledShutdown() ? 1 : 0));
  }

  /// What changes for one partition, or `null`. The in-sync replicas may lead; when there are none,
  /// so may an eligible leader replica, and one that was the last to know everything.
  private @Nullable PartitionChangeRecord elect(Partition partition, short version) {
    if (partition.leader() == brokerId) {
      return cleanStart ? null : lead();
    }
    if (partition.leader() != Partition.NO_LEADER) {
      return null;
    }
    if (partition.isr().contains(brokerId)) {
      return lead();
    }
    boolean eligible =
        partition.elr().contains(brokerId)
            || (partition.isr().isEmpty()
                && partition.elr().isEmpty()
                && partition.lastKnownElr().equals(List.of(brokerId))
                && cleanStart);
    if (!eligible) {
      return null;
    }
    PartitionChangeRecord change = lead();
    change.isr = List.of(brokerId);
    if (version >= 2) {
      change.eligibleLeaderReplicas =
          partition.elr().stream().filter(id -> id != brokerId).toList();
      change.lastKnownElr = List.of();
    }
    return change;
  }

  private PartitionChangeRecord lead() {
    var change = new PartitionChangeRecord();
    change.leader = brokerId;
    return change;
  }
}
