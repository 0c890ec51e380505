package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.PartitionChange.Election;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Changes of partitions within one decision, with everything about brokers and topics that they
/// depend on.
///
/// Whoever comes or goes touches all partitions: they are looked through one by one. An index from
/// brokers to partitions would have to be kept through every change of the image; looking through
/// 20,000 partitions takes a millisecond or two.
final class PartitionChanges {

  /// `leader` of a record that does not name one.
  static final int LEADER_UNCHANGED = -2;

  private static final int NONE = -1;

  private final MetadataImage image;
  private final EffectiveOptions options;
  private final boolean hasElr;
  private final short metadataVersion;
  private final short recordVersion;
  private final List<MetadataRecord> records;
  private @Nullable Topic latestTopic;
  private int minInSyncReplicas;
  private boolean isUncleanElection;
  private int leaving = NONE;
  private int joining = NONE;

  /// @param records where records are added
  PartitionChanges(ControllerContext context, List<MetadataRecord> records) {
    this.image = context.image();
    this.options = new EffectiveOptions(image, context.rules().configs());
    this.hasElr = image.features().level(Features.ELR_VERSION) > 0;
    this.metadataVersion = image.features().metadataVersion();
    this.recordVersion = RecordVersions.partitionRecord(metadataVersion);
    this.records = records;
  }

  EffectiveOptions options() {
    return options;
  }

  /// A change of one partition, which elects uncleanly if its topic allows that.
  PartitionChange of(Topic topic, Partition partition) {
    PartitionChange change = ofClean(topic, partition);
    return isUncleanElection ? change.election(Election.UNCLEAN) : change;
  }

  /// A change of one partition, which never elects uncleanly.
  PartitionChange ofClean(Topic topic, Partition partition) {
    if (topic != latestTopic) {
      latestTopic = topic;
      minInSyncReplicas = options.minInSyncReplicas(topic);
      isUncleanElection = options.isUncleanElection(topic);
    }
    return new PartitionChange(
        partition,
        brokerId -> mayLead(partition, brokerId),
        minInSyncReplicas,
        hasElr,
        metadataVersion,
        this::newDirectory);
  }

  /// Adds the record of a change, if it changes anything.
  ///
  /// @return the record, or `null`
  @Nullable PartitionChangeRecord add(Topic topic, int number, PartitionChange change) {
    PartitionChangeRecord record = change.decide();
    if (record != null) {
      record.topicId = topic.id();
      record.partitionId = number;
      records.add(new MetadataRecord(record, recordVersion));
    }
    return record;
  }

  /// The broker leads nothing any more and is in sync nowhere, except where it is the last one and
  /// nobody else is eligible.
  void leave(int brokerId) {
    leaving = brokerId;
    forEach(
        partition -> partition.isr().contains(brokerId),
        (topic, number, partition) -> add(topic, number, of(topic, partition).without(brokerId)));
  }

  /// As [#leave] for a broker that came back and may have lost what it had not synced: where
  /// acknowledgements are not synced it is not eligible either.
  void leaveUncleanly(int brokerId) {
    leaving = brokerId;
    forEach(
        partition -> partition.isr().contains(brokerId) || partition.elr().contains(brokerId),
        (topic, number, partition) -> {
          if (hasElr && !options.isSyncedAcks(topic)) {
            add(topic, number, of(topic, partition).lost(brokerId));
          } else if (partition.isr().contains(brokerId)) {
            add(topic, number, of(topic, partition).without(brokerId));
          }
        });
  }

  /// The broker lost one of its directories: what is in there leaves the in-sync replicas.
  void leaveDirectory(int brokerId, Uuid directory) {
    leaving = brokerId;
    forEach(
        partition ->
            partition.isr().contains(brokerId) && partition.directoryOf(brokerId).equals(directory),
        (topic, number, partition) -> add(topic, number, of(topic, partition).without(brokerId)));
    leaving = NONE;
  }

  /// The broker may lead: it is elected wherever nobody leads and it is eligible.
  void join(int brokerId) {
    joining = brokerId;
    forEach(
        partition -> partition.leader() == Partition.NO_LEADER,
        (topic, number, partition) -> add(topic, number, of(topic, partition)));
  }

  /// Something to do with a partition.
  interface Action {
    void accept(Topic topic, int number, Partition partition);
  }

  /// Calls `action` with every partition for which `which` holds.
  void forEach(Predicate<Partition> which, Action action) {
    image
        .topics()
        .forEach(topic -> {
          List<Partition> partitions = topic.partitions();
          for (int number = 0; number < partitions.size(); number++) {
            Partition partition = partitions.get(number);
            if (which.test(partition)) {
              action.accept(topic, number, partition);
            }
          }
        });
  }

  private boolean mayLead(Partition partition, int brokerId) {
    Broker broker = image.brokers().get(brokerId);
    if (broker == null || brokerId == leaving || (brokerId != joining && !broker.isActive())) {
      return false;
    }
    return isOnline(broker, partition.directoryOf(brokerId));
  }

  /// A directory that is not known yet counts as online, and so does everything when the broker
  /// registered at a metadata version that has no directories.
  static boolean isOnline(Broker broker, Uuid directory) {
    if (directory.equals(Directories.LOST)) {
      return false;
    }
    return Directories.isReserved(directory)
        || broker.directories().isEmpty()
        || broker.directories().contains(directory);
  }

  private Uuid newDirectory(int brokerId) {
    Broker broker = image.brokers().get(brokerId);
    return broker == null ? Uuid.ZERO : Directories.ofNewReplica(broker);
  }
}
