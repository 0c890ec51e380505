package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.PartitionRecords;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A leader asks for other in-sync replicas, or says that it has recovered from an unclean election
/// (KIP-497, KIP-704, KIP-841, KIP-903); each partition succeeds or fails for itself.
///
/// Only unfenced brokers may be in sync, and only under the broker epoch that the leader saw: one
/// that was restarted since may have lost what it had.
///
/// @param brokerId node id of the leader
/// @param brokerEpoch under which it is registered
/// @param changes what it asks for
public record AlterPartition(int brokerId, long brokerEpoch, List<AlterPartition.Change> changes)
    implements Command<AlterPartition.Outcome> {

  /// A replica in sync.
  ///
  /// @param brokerEpoch that the leader saw; -1 when it did not look
  public record Member(int brokerId, long brokerEpoch) {}

  /// What is asked for one partition.
  ///
  /// @param leaderEpoch in which the asker leads
  /// @param partitionEpoch that it knows
  /// @param isr who shall be in sync
  /// @param recoveryState 0 recovered, 1 recovering from an unclean election
  public record Change(
      Uuid topicId,
      int partition,
      int leaderEpoch,
      int partitionEpoch,
      List<Member> isr,
      byte recoveryState) {}

  /// @param failure why nothing was looked at, or `null`
  /// @param partitions in the order of the changes
  public record Outcome(@Nullable Failure failure, List<PartitionOutcome> partitions) {}

  /// What became of one partition.
  ///
  /// @param error `NONE` when it is as asked
  /// @param state as it is now; `null` on an error
  public record PartitionOutcome(
      Uuid topicId, int partition, ErrorCode error, @Nullable Partition state) {}

  private static final byte RECOVERED = 0;
  private static final byte RECOVERING = 1;

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Failure failure = Registrations.check(context, brokerId, brokerEpoch);
    if (failure != null) {
      return Decision.unchanged(new Outcome(failure, List.of()));
    }
    List<MetadataRecord> records = new ArrayList<>();
    var partitionChanges = new PartitionChanges(context, records);
    List<PartitionOutcome> outcomes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Change change : changes) {
      boolean isFirst = seen.add(change.topicId() + "-" + change.partition());
      outcomes.add(
          isFirst
              ? alter(context.image(), partitionChanges, change)
              : refused(change, ErrorCode.OPERATION_NOT_ATTEMPTED));
    }
    return Decision.inParts(records, new Outcome(null, outcomes));
  }

  private PartitionOutcome alter(
      MetadataImage image, PartitionChanges partitionChanges, Change change) {
    Topic topic = image.topics().byId(change.topicId());
    if (topic == null) {
      return refused(change, ErrorCode.UNKNOWN_TOPIC_ID);
    }
    Partition partition = topic.partition(change.partition());
    if (partition == null) {
      return refused(change, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    ErrorCode error = check(image, partition, change);
    if (error != ErrorCode.NONE) {
      return refused(change, error);
    }
    PartitionChangeRecord record =
        partitionChanges.add(
            topic,
            change.partition(),
            partitionChanges
                .of(topic, partition)
                .isr(change.isr().stream().map(Member::brokerId).toList())
                .recoveryState(change.recoveryState()));
    if (record == null) {
      return new PartitionOutcome(change.topicId(), change.partition(), ErrorCode.NONE, partition);
    }
    Partition changed = PartitionRecords.changed(partition, record);
    // It completed a reassignment that takes the leader away: the leader hears of it in any case.
    return changed.leader() == brokerId
        ? new PartitionOutcome(change.topicId(), change.partition(), ErrorCode.NONE, changed)
        : refused(change, ErrorCode.NEW_LEADER_ELECTED);
  }

  private static PartitionOutcome refused(Change change, ErrorCode error) {
    return new PartitionOutcome(change.topicId(), change.partition(), error, null);
  }

  private ErrorCode check(MetadataImage image, Partition partition, Change change) {
    if (change.leaderEpoch() > partition.leaderEpoch()
        || change.partitionEpoch() > partition.partitionEpoch()) {
      // The asker knows more than this controller, so another one must be active.
      return ErrorCode.NOT_CONTROLLER;
    }
    if (change.leaderEpoch() < partition.leaderEpoch()) {
      return ErrorCode.FENCED_LEADER_EPOCH;
    }
    if (brokerId != partition.leader()) {
      return ErrorCode.INVALID_REQUEST;
    }
    if (change.partitionEpoch() < partition.partitionEpoch()) {
      return ErrorCode.INVALID_UPDATE_VERSION;
    }
    List<Integer> isr = change.isr().stream().map(Member::brokerId).toList();
    boolean isSound =
        Set.copyOf(isr).size() == isr.size()
            && partition.replicas().containsAll(isr)
            && isr.contains(brokerId)
            && (change.recoveryState() == RECOVERED || change.recoveryState() == RECOVERING)
            && (change.recoveryState() == RECOVERED || isr.size() == 1)
            && change.recoveryState() <= partition.leaderRecoveryState();
    if (!isSound) {
      return ErrorCode.INVALID_REQUEST;
    }
    return change.isr().stream().allMatch(member -> isEligible(image, member))
        ? ErrorCode.NONE
        : ErrorCode.INELIGIBLE_REPLICA;
  }

  private static boolean isEligible(MetadataImage image, Member member) {
    Broker broker = image.brokers().get(member.brokerId());
    return broker != null
        && broker.isActive()
        && (member.brokerEpoch() == -1 || member.brokerEpoch() == broker.epoch());
  }
}
