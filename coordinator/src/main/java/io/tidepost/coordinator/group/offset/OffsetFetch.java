package io.tidepost.coordinator.group.offset;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import org.jspecify.annotations.Nullable;

/// Where a group is, in the form of version 8 and later. Only what is committed is told; who asks
/// for stable offsets (KIP-447) also waits for what is on its way.
public final class OffsetFetch extends GroupCommand<OffsetFetchResponseGroup> {

  private static final long NO_OFFSET = -1;

  private final OffsetFetchRequestGroup request;
  private final boolean requireStable;

  /// @param request whose topics carry names; no topics (`null`) means all
  public OffsetFetch(
      OffsetFetchRequestGroup request,
      boolean requireStable,
      Reply<OffsetFetchResponseGroup> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.requireStable = requireStable;
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return requireStable;
  }

  /// Consumers before 3.9 know how to look for the coordinator again, but not how to wait for it.
  @Override
  protected OffsetFetchResponseGroup error(ErrorCode error) {
    OffsetFetchResponseGroup response = new OffsetFetchResponseGroup();
    response.groupId = request.groupId;
    boolean unavailable = error == ErrorCode.COORDINATOR_NOT_AVAILABLE;
    response.errorCode = (unavailable ? ErrorCode.NOT_COORDINATOR : error).code();
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Group group = shard.group(key());
    if (group != null) {
      ErrorCode error = group.mayFetch(request.memberId, request.memberEpoch);
      if (error != ErrorCode.NONE) {
        turn.reply(reply, error(error));
        return;
      }
    }
    OffsetFetchResponseGroup response = new OffsetFetchResponseGroup();
    response.groupId = request.groupId;
    if (request.topics == null) {
      fetchAll(shard.offsets(), response);
    } else {
      for (OffsetFetchRequestTopics topic : request.topics) {
        OffsetFetchResponseTopics answer = topic(topic.name, topic.topicId);
        for (int partition : topic.partitionIndexes) {
          answer.partitions.add(fetch(shard.offsets(), topic.name, topic.topicId, partition));
        }
        response.topics.add(answer);
      }
    }
    turn.reply(reply, response);
  }

  private void fetchAll(OffsetStore offsets, OffsetFetchResponseGroup response) {
    offsets
        .ofGroup(key())
        .forEach((name, partitions) -> {
          OffsetFetchResponseTopics answer = topic(name, Uuid.ZERO);
          for (int partition : partitions.keySet()) {
            answer.partitions.add(fetch(offsets, name, Uuid.ZERO, partition));
          }
          response.topics.add(answer);
        });
  }

  private OffsetFetchResponsePartitions fetch(
      OffsetStore offsets, String topic, Uuid topicId, int partition) {
    if (requireStable && offsets.isUnstable(key(), topic, partition)) {
      return answer(partition, null, ErrorCode.UNSTABLE_OFFSET_COMMIT);
    }
    CommittedOffset committed = offsets.find(key(), topic, partition);
    boolean known = committed != null && committed.isAbout(topicId);
    return answer(partition, known ? committed : null, ErrorCode.NONE);
  }

  private static OffsetFetchResponseTopics topic(String name, Uuid topicId) {
    OffsetFetchResponseTopics answer = new OffsetFetchResponseTopics();
    answer.name = name;
    answer.topicId = topicId;
    return answer;
  }

  private static OffsetFetchResponsePartitions answer(
      int partition, @Nullable CommittedOffset committed, ErrorCode error) {
    OffsetFetchResponsePartitions answer = new OffsetFetchResponsePartitions();
    answer.partitionIndex = partition;
    answer.errorCode = error.code();
    answer.committedOffset = committed == null ? NO_OFFSET : committed.offset();
    answer.committedLeaderEpoch = committed == null ? -1 : committed.leaderEpoch();
    answer.metadata = committed == null ? "" : committed.metadata();
    return answer;
  }
}
