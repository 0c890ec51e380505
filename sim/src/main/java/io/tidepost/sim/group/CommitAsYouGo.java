package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.offset.OffsetCommit;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetCommitResponse;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Commits offsets for what it has, one partition at a time. A commit must not be taken from
/// somebody whose partition was somebody else's when it arrived.
final class CommitAsYouGo implements Work {

  private static final short VERSION = 9;

  private final GroupSimulation world;
  private final SeededRandomness random;
  private final Conversation conversation;
  private @Nullable TopicPartition committing;

  CommitAsYouGo(GroupSimulation world) {
    this.world = world;
    this.random = world.random().split();
    this.conversation = new Conversation(world, false);
  }

  @Override
  public void step(Membership membership) {
    if (conversation.losesPatience()) {
      committing = null;
    }
    if (conversation.isWaiting() || !membership.isIn() || membership.owned.isEmpty()) {
      return;
    }
    List<TopicPartition> owned = List.copyOf(membership.owned);
    commit(membership, owned.get(random.nextInt(owned.size())));
  }

  private void commit(Membership membership, TopicPartition partition) {
    CommitRegister register = world.register(membership.groupId, partition);
    CommitRegister.Attempt attempt = register.begin();
    OffsetCommitRequest request = request(membership, partition, attempt.offset);
    Consumer<Consumer<OffsetCommitResponse>> arrival =
        receiver -> {
          String rival = rival(request.groupId, request.memberId, partition);
          Reply<OffsetCommitResponse> reply =
              new Reply<>(response -> {
                answered(request, attempt, partition, rival, response);
                receiver.accept(response);
              });
          var client = new Client("committer", "/host", VERSION);
          world.node().ask(new OffsetCommit(request, client, reply));
        };
    if (!world.isCalm() && random.chance(15)) {
      conversation.tell(arrival); // and its partition may be given up meanwhile
    } else {
      committing = partition;
      conversation.ask(arrival, response -> committing = null);
    }
  }

  private @Nullable String rival(String groupId, String memberId, TopicPartition partition) {
    return world
        .holdings(groupId)
        .rival(memberId, partition.toString(), id -> world.node().isMember(groupId, id));
  }

  /// Whether or not anybody still listens.
  private void answered(
      OffsetCommitRequest request,
      CommitRegister.Attempt attempt,
      TopicPartition partition,
      @Nullable String rival,
      OffsetCommitResponse response) {
    ErrorCode error = ErrorCode.of(response.topics.get(0).partitions.get(0).errorCode);
    world
        .trace()
        .add(
            "%s commits %d of %s at epoch %d: %s"
                .formatted(
                    request.memberId,
                    attempt.offset,
                    partition,
                    request.generationIdOrMemberEpoch,
                    error));
    if (error == ErrorCode.NONE && rival != null) {
      throw new SimulationFailure(
          "a commit of %s for %s was taken though %s had it"
              .formatted(request.memberId, partition, rival));
    }
    settle(world.register(request.groupId, partition), attempt, error);
  }

  private static void settle(
      CommitRegister register, CommitRegister.Attempt attempt, ErrorCode error) {
    switch (error) {
      case NONE -> register.acknowledged(attempt);
      case UNKNOWN_MEMBER_ID,
          ILLEGAL_GENERATION,
          STALE_MEMBER_EPOCH,
          FENCED_INSTANCE_ID,
          REBALANCE_IN_PROGRESS,
          GROUP_ID_NOT_FOUND ->
          register.refused(attempt);
      // Nobody knows whether it will be there.
      default -> {}
    }
  }

  private OffsetCommitRequest request(
      Membership membership, TopicPartition partition, long offset) {
    OffsetCommitRequest request = new OffsetCommitRequest();
    request.groupId = membership.groupId;
    request.memberId = membership.memberId;
    request.groupInstanceId = membership.instanceId;
    request.generationIdOrMemberEpoch = membership.epoch;
    var topic = new OffsetCommitRequest.OffsetCommitRequestTopic();
    topic.name = partition.topic();
    topic.topicId = world.topics.get(partition.topic()).id();
    var committed = new OffsetCommitRequest.OffsetCommitRequestPartition();
    committed.partitionIndex = partition.partition();
    committed.committedOffset = offset;
    topic.partitions.add(committed);
    request.topics.add(topic);
    return request;
  }

  @Override
  public boolean isBusyWith(Collection<TopicPartition> partitions) {
    return committing != null && partitions.contains(committing);
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {}

  @Override
  public void interrupted(boolean nodeIsGone) {
    committing = null;
    if (nodeIsGone) {
      conversation.disconnected();
    } else {
      conversation.giveUp();
    }
  }

  @Override
  public void asleep(boolean now) {
    conversation.asleep(now);
  }

  @Override
  public boolean isDone(Collection<TopicPartition> partitions) {
    return true;
  }
}
