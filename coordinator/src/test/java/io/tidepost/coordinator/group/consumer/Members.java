package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupWorld;
import io.tidepost.coordinator.group.SeededRandomness;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A world with one consumer group `g` and members that behave as clients do.
final class Members {

  static final String GROUP = "g";

  final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));

  Members() {
    world.surroundings.consumer = settings(0, MigrationPolicy.BIDIRECTIONAL);
  }

  static ConsumerGroupSettings settings(int assignmentIntervalMillis, MigrationPolicy policy) {
    return new ConsumerGroupSettings(
        45_000, 5_000, assignmentIntervalMillis, 5, List.of("uniform", "range"), policy, 600_000);
  }

  ConsumerGroup group() {
    ConsumerGroup group = world.shard().consumer().find(GROUP);
    if (group == null) {
      throw new AssertionError("there is no group");
    }
    return group;
  }

  ConsumerGroupHeartbeatResponse send(ConsumerGroupHeartbeatRequest request) {
    return send(request, (short) 1);
  }

  ConsumerGroupHeartbeatResponse send(ConsumerGroupHeartbeatRequest request, short version) {
    List<ConsumerGroupHeartbeatResponse> answers = new ArrayList<>();
    world.submit(
        new ConsumerGroupHeartbeat(
            request,
            new Client("client", "/host", version),
            topics -> topics,
            new Reply<>(answers::add)));
    if (answers.size() != 1) {
      throw new AssertionError("answers: " + answers.size());
    }
    return answers.get(0);
  }

  /// A client's side of a membership: keeps its epoch and what it has, and gives up at once what it
  /// is told to.
  final class Member {
    final String id;
    @Nullable String instanceId;
    List<String> topics = List.of("t");
    @Nullable String regex;
    @Nullable String assignor;
    int epoch;
    SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();

    /// What it still works on: what it has, and what it has not said that it gave up.
    final SortedMap<Uuid, SortedSet<Integer>> held = new TreeMap<>();

    ConsumerGroupHeartbeatResponse last = new ConsumerGroupHeartbeatResponse();

    Member(String id) {
      this.id = id;
    }

    Member with(Consumer<Member> change) {
      change.accept(this);
      return this;
    }

    ConsumerGroupHeartbeatRequest request() {
      ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest();
      request.groupId = GROUP;
      request.memberId = id;
      request.memberEpoch = epoch;
      request.instanceId = instanceId;
      return request;
    }

    ConsumerGroupHeartbeatRequest full() {
      ConsumerGroupHeartbeatRequest request = request();
      request.rebalanceTimeoutMs = 10_000;
      request.subscribedTopicNames = topics;
      request.subscribedTopicRegex = regex;
      request.serverAssignor = assignor;
      request.topicPartitions = new ArrayList<>();
      owned.forEach((topic, of) -> {
        TopicPartitions entry = new TopicPartitions();
        entry.topicId = topic;
        entry.partitions = new ArrayList<>(of);
        request.topicPartitions.add(entry);
      });
      return request;
    }

    private void hold() {
      owned.forEach((topic, of) -> held.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(of));
    }

    Member join() {
      epoch = 0;
      owned = new TreeMap<>();
      held.clear();
      return take(send(full()));
    }

    Member beat() {
      held.clear();
      hold();
      return take(send(full()));
    }

    Member leave() {
      epoch = HeartbeatRules.LEAVES;
      return take(send(request()));
    }

    Member leaveForAWhile() {
      epoch = HeartbeatRules.LEAVES_FOR_A_WHILE;
      return take(send(request()));
    }

    Member take(ConsumerGroupHeartbeatResponse response) {
      last = response;
      if (response.errorCode == ErrorCode.NONE.code()) {
        epoch = response.memberEpoch;
        if (response.assignment != null) {
          owned = new TreeMap<>();
          response.assignment.topicPartitions.forEach(
              entry -> owned.put(entry.topicId, new TreeSet<>(entry.partitions)));
        }
      }
      return this;
    }

    ErrorCode error() {
      return ErrorCode.of(last.errorCode);
    }

    int size() {
      return owned.values().stream().mapToInt(SortedSet::size).sum();
    }
  }

  Member member(String id) {
    return new Member(id);
  }
}
