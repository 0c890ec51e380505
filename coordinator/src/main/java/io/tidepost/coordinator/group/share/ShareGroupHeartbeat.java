package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupHistory;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicsHash;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ShareGroupHeartbeatRequest;
import io.tidepost.wire.message.ShareGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A member joins, leaves, or says that it is alive, and hears what it is to work on (KIP-932).
public final class ShareGroupHeartbeat extends GroupCommand<ShareGroupHeartbeat.Result> {

  /// @param response for the member
  /// @param initializing share partitions of the group whose states are still to be made: whoever
  ///   asked sees to that, and says so with [CompleteShareStates]
  public record Result(
      ShareGroupHeartbeatResponse response, SortedMap<Uuid, SharedTopic> initializing) {

    Result(ShareGroupHeartbeatResponse response) {
      this(response, StateTopics.NONE.initializing());
    }
  }

  /// The member epoch of somebody who joins.
  private static final int JOINING = 0;

  /// The member epoch of somebody who leaves.
  private static final int LEAVING = -1;

  private final ShareGroupHeartbeatRequest request;
  private final Client client;

  public ShareGroupHeartbeat(
      ShareGroupHeartbeatRequest request, Client client, Reply<Result> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.client = client;
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected Result error(ErrorCode error) {
    return error(error, error.message());
  }

  private static Result error(ErrorCode error, String message) {
    ShareGroupHeartbeatResponse response = new ShareGroupHeartbeatResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return new Result(response);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    String complaint = complaint();
    if (complaint != null) {
      turn.reply(reply, error(ErrorCode.INVALID_REQUEST, complaint));
      return;
    }
    ShareGroup group = shard.share().find(key());
    boolean joins = request.memberEpoch == JOINING;
    if (group == null && (!joins || shard.exists(key()))) {
      String message = "Group " + key() + (joins ? " is not a share group." : " not found.");
      turn.reply(reply, error(ErrorCode.GROUP_ID_NOT_FOUND, message));
    } else if (request.memberEpoch == LEAVING) {
      leave(shard, turn, group == null ? new ShareGroup(key()) : group);
    } else {
      stay(shard, turn, group == null ? new ShareGroup(key()) : group);
    }
  }

  private @Nullable String complaint() {
    if (request.groupId.isBlank()) {
      return "GroupId can't be empty.";
    }
    if (request.memberId.isBlank()) {
      return "MemberId can't be empty.";
    }
    if (request.rackId != null && request.rackId.isBlank()) {
      return "RackId can't be empty.";
    }
    if (request.memberEpoch < LEAVING) {
      return "MemberEpoch is invalid.";
    }
    boolean subscribed =
        request.subscribedTopicNames != null && !request.subscribedTopicNames.isEmpty();
    return request.memberEpoch == JOINING && !subscribed
        ? "SubscribedTopicNames must be set in first request."
        : null;
  }

  private void leave(
      GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn, ShareGroup group) {
    if (group.member(request.memberId) == null) {
      turn.reply(reply, unknownMember());
      return;
    }
    turn.log("Share group " + key() + " is left by " + request.memberId);
    ShareGroupHeartbeatResponse response = new ShareGroupHeartbeatResponse();
    response.memberId = request.memberId;
    response.memberEpoch = LEAVING;
    turn.persistHolding(
        ShareMembership.without(
            shard, turn, group, request.memberId, "member " + request.memberId + " left"),
        new Told(new Result(response)));
  }

  private Result unknownMember() {
    return error(
        ErrorCode.UNKNOWN_MEMBER_ID,
        "Member " + request.memberId + " is not a member of group " + key() + ".");
  }

  private void stay(
      GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn, ShareGroup group) {
    ShareMember known = group.member(request.memberId);
    boolean joins = request.memberEpoch == JOINING;
    ShareGroupSettings settings = shard.surroundings().shareSettings(key());
    if (known == null && !joins) {
      turn.reply(reply, unknownMember());
    } else if (known == null && group.members().size() >= settings.sizeMax()) {
      turn.reply(
          reply,
          error(
              ErrorCode.GROUP_MAX_SIZE_REACHED,
              "The share group has reached its maximum capacity of "
                  + settings.sizeMax()
                  + " members."));
    } else if (known != null && !joins && !hasEpoch(known)) {
      turn.reply(reply, fenced(known));
    } else {
      work(shard, turn, group, known, settings);
    }
  }

  /// An answer that got lost leaves a member with the epoch before.
  private boolean hasEpoch(ShareMember member) {
    return request.memberEpoch == member.epoch() || request.memberEpoch == member.previousEpoch();
  }

  private Result fenced(ShareMember member) {
    String than = request.memberEpoch > member.epoch() ? "greater" : "smaller";
    return error(
        ErrorCode.FENCED_MEMBER_EPOCH,
        "The share group member has a "
            + than
            + " member epoch ("
            + request.memberEpoch
            + ") than the one known by the group coordinator ("
            + member.epoch()
            + "). The member must abandon all its partitions and rejoin.");
  }

  private void work(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ShareGroup group,
      @Nullable ShareMember known,
      ShareGroupSettings settings) {
    long topicsVersion = shard.surroundings().topics().version();
    if (known != null && hasNothingNew(group, known, topicsVersion)) {
      answer(
          shard,
          turn,
          List.of(),
          new Result(response(known, settings, false), group.states().initializing()));
      return;
    }
    ShareMember before = known == null ? newMember() : known;
    ShareMember member = subscribed(before);
    List<CoordinatorRecord> records = new ArrayList<>();
    if (known == null || !member.hasSameSubscription(before)) {
      records.add(ShareGroupRecords.member(key(), member));
    }
    SortedMap<String, ShareMember> members = new TreeMap<>(group.members());
    members.put(member.memberId(), member);
    SortedMap<String, KnownTopic> topics =
        ShareMembership.subscribed(members.values(), shard.surroundings().topics());
    StateTopics states = group.states().withMissing(topics.values());
    if (states != group.states()) {
      records.add(ShareGroupRecords.states(key(), states));
    }
    long hash = TopicsHash.of(topics.values());
    int epoch = group.epoch();
    if (known == null || !member.topics().equals(before.topics()) || hash != group.metadataHash()) {
      epoch++;
      records.add(ShareGroupRecords.epoch(key(), epoch, hash));
      shard
          .history()
          .note(
              key(),
              turn.wallMillis(),
              epoch,
              GroupHistory.reason(
                  GroupHistory.who(member.memberId(), member.clientId(), member.clientHost()),
                  known == null,
                  !member.topics().equals(before.topics())));
    }
    Assignment target = group.target(member.memberId());
    int assignmentEpoch = group.assignmentEpoch();
    if (epoch > assignmentEpoch && isDue(group, settings, turn.wallMillis())) {
      assignmentEpoch = epoch;
      SortedMap<String, Assignment> targets = assign(group, members, topics);
      targets.forEach((memberId, assignment) -> {
        if (!assignment.equals(group.target(memberId)) || !group.members().containsKey(memberId)) {
          records.add(ShareGroupRecords.target(key(), memberId, assignment));
        }
      });
      records.add(ShareGroupRecords.targetEpoch(key(), epoch, turn.wallMillis()));
      target = targets.getOrDefault(member.memberId(), Assignment.NOTHING);
    }
    if (member.epoch() != assignmentEpoch) {
      member = member.withAssigned(assignmentEpoch, target);
      records.add(ShareGroupRecords.current(key(), member));
    }
    if (records.isEmpty()) {
      group.sawTopics(topicsVersion);
    }
    boolean tell = request.memberEpoch == JOINING || !member.assigned().equals(before.assigned());
    answer(
        shard,
        turn,
        records,
        new Result(response(member, settings, tell || lostAnswer(before)), states.initializing()));
  }

  /// Assignments are not made too often (KIP-1263).
  private static boolean isDue(ShareGroup group, ShareGroupSettings settings, long nowMillis) {
    long last = group.assignmentMillis();
    return last == 0 || nowMillis >= last + settings.assignmentIntervalMillis();
  }

  /// What nearly all heartbeats are.
  private boolean hasNothingNew(ShareGroup group, ShareMember member, long topicsVersion) {
    return request.subscribedTopicNames == null
        && request.memberEpoch == member.epoch()
        && member.epoch() == group.epoch()
        && group.assignmentEpoch() == group.epoch()
        && group.seenTopics() == topicsVersion;
  }

  /// Whether the member never heard of the assignment it came to last.
  private boolean lostAnswer(ShareMember before) {
    return request.memberEpoch != before.epoch();
  }

  private ShareMember newMember() {
    return new ShareMember(
        request.memberId,
        null,
        client.clientId(),
        client.clientHost(),
        new TreeSet<>(),
        0,
        -1,
        Assignment.NOTHING);
  }

  private ShareMember subscribed(ShareMember member) {
    SortedSet<String> topics =
        request.subscribedTopicNames == null
            ? member.topics()
            : new TreeSet<>(request.subscribedTopicNames);
    String rackId = request.rackId == null ? member.rackId() : request.rackId;
    return member.withSubscription(rackId, client.clientId(), client.clientHost(), topics);
  }

  private static SortedMap<String, Assignment> assign(
      ShareGroup group,
      SortedMap<String, ShareMember> members,
      SortedMap<String, KnownTopic> topics) {
    Map<Uuid, Integer> partitions = new HashMap<>();
    topics.values().forEach(topic -> partitions.put(topic.id(), topic.partitions()));
    SortedMap<String, SortedSet<Uuid>> subscriptions = new TreeMap<>();
    Map<String, Assignment> current = new HashMap<>();
    members.forEach((memberId, member) -> {
      SortedSet<Uuid> ids = new TreeSet<>();
      for (String name : member.topics()) {
        KnownTopic topic = topics.get(name);
        if (topic != null) {
          ids.add(topic.id());
        }
      }
      subscriptions.put(memberId, ids);
      current.put(memberId, group.target(memberId));
    });
    return SimpleAssignor.assign(subscriptions, current, partitions);
  }

  private void answer(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      List<CoordinatorRecord> records,
      Result result) {
    if (records.isEmpty()) {
      ShareSession.watch(shard, turn, key(), request.memberId);
      turn.reply(reply, result);
    } else {
      turn.persistHolding(records, new Told(result));
    }
  }

  private static ShareGroupHeartbeatResponse response(
      ShareMember member, ShareGroupSettings settings, boolean withAssignment) {
    ShareGroupHeartbeatResponse response = new ShareGroupHeartbeatResponse();
    response.memberId = member.memberId();
    response.memberEpoch = member.epoch();
    response.heartbeatIntervalMs = settings.heartbeatIntervalMillis();
    if (withAssignment) {
      ShareGroupHeartbeatResponse.Assignment assignment =
          new ShareGroupHeartbeatResponse.Assignment();
      member
          .assigned()
          .topics()
          .forEach((topicId, partitions) -> {
            var topic = new ShareGroupHeartbeatResponse.TopicPartitions();
            topic.topicId = topicId;
            topic.partitions = new ArrayList<>(partitions);
            assignment.topicPartitions.add(topic);
          });
      response.assignment = assignment;
    }
    return response;
  }

  /// The answer leaves once the records are committed.
  private final class Told implements Outcome<GroupCoordinatorShard> {

    private final Result result;

    Told(Result result) {
      this.result = result;
    }

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      if (request.memberEpoch == LEAVING) {
        ShareSession.forget(turn, key(), request.memberId);
      } else {
        ShareSession.watch(shard, turn, key(), request.memberId);
      }
      turn.reply(reply, result);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.reply(reply, error(error));
    }
  }
}
