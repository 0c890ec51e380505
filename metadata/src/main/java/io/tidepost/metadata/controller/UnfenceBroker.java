package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets the broker of a node lead that is its own controller and sends no heartbeats: unfences it
/// and elects it wherever nobody leads and it may.
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
    Failure failure = Registrations.check(context, brokerId, brokerEpoch);
    Broker broker = context.image().brokers().get(brokerId);
    if (failure != null || broker == null) {
      return Decision.unchanged(new Outcome(failure));
    }
    List<MetadataRecord> records = new ArrayList<>();
    Registrations.unfence(context, broker, records);
    if (!cleanStart) {
      short version = RecordVersions.partitionRecord(context.image().features().metadataVersion());
      new PartitionChanges(context, records)
          .forEach(
              partition -> partition.leader() == brokerId,
              (topic, number, partition) ->
                  records.add(new MetadataRecord(newEpoch(topic, number), version)));
    }
    return Decision.inParts(records, new Outcome(null));
  }

  /// A record that names the leader raises its epoch, even when it is the same.
  private PartitionChangeRecord newEpoch(Topic topic, int number) {
    var change = new PartitionChangeRecord();
    change.topicId = topic.id();
    change.partitionId = number;
    change.leader = brokerId;
    return change;
  }
}
