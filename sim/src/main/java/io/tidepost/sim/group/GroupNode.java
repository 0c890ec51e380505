package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupSurroundings;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.consumer.ConsumerGroupSettings;
import io.tidepost.coordinator.group.offset.TxnOffsetCommit;
import io.tidepost.coordinator.group.offset.WriteMarker;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.coordinator.group.streams.StreamsGroupSettings;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.sim.coordinator.CoordinatorNode;
import io.tidepost.sim.coordinator.SimulatedShard;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A node that also coordinates groups.
final class GroupNode extends CoordinatorNode implements GroupSurroundings {

  /// Where the group coordinator keeps its state.
  static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);

  static final int SESSION_MILLIS = 10_000;
  static final int REBALANCE_MILLIS = 15_000;

  private static final GroupOptions OPTIONS =
      new GroupOptions(500, 100, 1_000_000, 100, 4096, 100_000_000_000L, 3_000, 5_000);

  private final GroupPlan plan;
  private final SimulatedTopics topics;
  private final SimulatedShard<GroupCoordinatorShard> groups;

  GroupNode(GroupSimulation world, LogProcess process, List<TopicPartition> partitions)
      throws IOException {
    super(world, process, partitions);
    this.plan = world.plan;
    this.topics = world.topics;
    this.groups =
        shard(OFFSETS, new GroupCoordinatorShard(OPTIONS, this), OPTIONS.commitTimeoutMillis());
  }

  GroupCoordinatorShard state() {
    return groups.state();
  }

  /// What another coordinator would find on the disk.
  GroupCoordinatorShard replay() throws IOException {
    var empty = new GroupCoordinatorShard(OPTIONS, this);
    return SimulatedShard.replay(empty, process(), leader(OFFSETS), this);
  }

  boolean isMember(String groupId, String memberId) {
    Group group = state().group(groupId);
    return group != null && group.hasMember(memberId);
  }

  /// Lets the group coordinator decide.
  void ask(Command<GroupCoordinatorShard> command) {
    groups.submit(command);
  }

  /// A producer commits offsets in its transaction, as the broker takes that in.
  ///
  /// @param joins whether that makes the group's partition a part of the transaction
  void commitOffsets(
      TxnOffsetCommitRequest request, boolean joins, Consumer<TxnOffsetCommitResponse> answer) {
    leader(OFFSETS)
        .transactions()
        .admit(
            request.producerId,
            request.producerEpoch,
            question(request.transactionalId, OFFSETS, joins),
            error -> {
              if (error == ErrorCode.NONE) {
                long admittedAt = state().offsets().markersOrdered();
                ask(new TxnOffsetCommit(request, admittedAt, new Reply<>(answer)));
              } else {
                answer.accept(TxnOffsetCommit.error(request.topics, error));
              }
            });
  }

  @Override
  protected void writeMarker(
      TopicPartition partition, TransactionEnd end, Consumer<ErrorCode> done) {
    if (partition.equals(OFFSETS)) {
      ask(new WriteMarker(end, new Reply<>(done)));
    } else {
      super.writeMarker(partition, end, done);
    }
  }

  @Override
  public TopicCatalog topics() {
    return topics;
  }

  @Override
  public ConsumerGroupSettings consumerSettings(String groupId) {
    return new ConsumerGroupSettings(
        SESSION_MILLIS,
        500,
        plan.assignmentIntervalMillis(),
        100,
        List.of("uniform", "range"),
        plan.migration(),
        600_000);
  }

  @Override
  public StreamsGroupSettings streamsSettings(String groupId) {
    return new StreamsGroupSettings(
        SESSION_MILLIS,
        500,
        plan.assignmentIntervalMillis(),
        plan.streamsDelayMillis(),
        plan.standbyReplicas(),
        60_000,
        100);
  }

  @Override
  public ShareGroupSettings shareSettings(String groupId) {
    return ShareGroupSettings.DEFAULTS;
  }

  @Override
  public void elsewhere(Supplier<Command<GroupCoordinatorShard>> work) {
    tasks.add(() -> ask(work.get()));
  }
}
