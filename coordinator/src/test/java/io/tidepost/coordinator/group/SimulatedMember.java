package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.classic.Heartbeat;
import io.tidepost.coordinator.group.classic.JoinGroup;
import io.tidepost.coordinator.group.classic.LeaveGroup;
import io.tidepost.coordinator.group.classic.SyncGroup;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A consumer as the classic protocol wants it: joins, syncs, heartbeats, commits, and starts again
/// when told so. One request at a time.
final class SimulatedMember {

  private enum State {
    OUT,
    JOINED,
    STABLE,
    DEAD
  }

  private static final int SESSION_MILLIS = 10_000;
  private static final int REBALANCE_MILLIS = 15_000;

  private final GroupSimulation simulation;
  private final String name;
  private final @Nullable String instance;
  private final short version;
  private State state = State.OUT;
  private String memberId = "";
  private int generation = -1;
  private List<String> toAssign = List.of();
  private List<Integer> owned = List.of();
  private boolean waiting;
  private long stalledUntilMillis;
  private int incarnation;

  SimulatedMember(GroupSimulation simulation, String name, @Nullable String instance) {
    this.simulation = simulation;
    this.name = name;
    this.instance = instance;
    this.version = (short) simulation.random.nextInt(10);
  }

  boolean isDead() {
    return state == State.DEAD;
  }

  boolean isStable() {
    return state == State.STABLE;
  }

  void die() {
    state = State.DEAD;
  }

  void stall(long untilMillis) {
    stalledUntilMillis = untilMillis;
  }

  void connectionLost() {
    waiting = false;
    incarnation++;
  }

  void leave() {
    if (!memberId.isEmpty()) {
      simulation.world.submit(
          new LeaveGroup(
              Requests.leave(
                  simulation.groupId,
                  new ArrayList<>(List.of(Requests.leaving(memberId, instance)))),
              simulation.expect(response -> {})));
    }
    die();
  }

  /// Does whatever is next.
  void poll() {
    if (waiting || isDead() || simulation.world.now().monotonicMillis() < stalledUntilMillis) {
      return;
    }
    switch (state) {
      case OUT -> join();
      case JOINED -> sync();
      case STABLE -> work();
      case DEAD -> {}
    }
  }

  private <R> Reply<R> reply(Consumer<R> receiver) {
    waiting = true;
    int asked = incarnation;
    return simulation.expect(answer -> {
      if (asked == incarnation) {
        waiting = false;
        if (!isDead()) {
          receiver.accept(answer);
        }
      }
    });
  }

  private void join() {
    List<JoinGroupRequest.JoinGroupRequestProtocol> protocols = new ArrayList<>();
    protocols.add(Requests.protocol("range", Requests.subscription(List.of("t"))));
    if (simulation.random.nextBoolean()) {
      protocols.add(Requests.protocol("sticky", Requests.subscription(List.of("t", "u"))));
    }
    simulation.world.submit(
        new JoinGroup(
            Requests.join(
                simulation.groupId,
                memberId,
                instance,
                "consumer",
                SESSION_MILLIS,
                REBALANCE_MILLIS,
                protocols),
            new Client("c", "/host", version),
            reply(this::joined)));
  }

  private void joined(JoinGroupResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    if (error == ErrorCode.MEMBER_ID_REQUIRED) {
      memberId = response.memberId;
    } else if (error == ErrorCode.NONE) {
      memberId = response.memberId;
      generation = response.generationId;
      toAssign = response.members.stream().map(m -> m.memberId).toList();
      boolean leads = memberId.equals(response.leader) && !response.skipAssignment;
      toAssign = leads ? toAssign : List.of();
      state = State.JOINED;
      simulation.joined(name, generation);
    } else {
      failed(error);
    }
  }

  private void sync() {
    Map<String, String> assignments = new HashMap<>();
    for (int p = 0; p < GroupSimulation.PARTITIONS && !toAssign.isEmpty(); p++) {
      assignments.merge(toAssign.get(p % toAssign.size()), "" + p, (a, b) -> a + "+" + b);
    }
    int synced = generation;
    simulation.world.submit(
        new SyncGroup(
            Requests.sync(simulation.groupId, memberId, instance, generation, assignments),
            reply(response -> synced(synced, response))));
  }

  private void synced(int asked, SyncGroupResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    if (error != ErrorCode.NONE) {
      failed(error);
      return;
    }
    String text = Requests.text(response.assignment);
    state = State.STABLE;
    owned = new ArrayList<>();
    for (String partition : text.isEmpty() ? new String[0] : text.split("\\+")) {
      owned.add(Integer.parseInt(partition));
    }
    simulation.assigned(instance == null ? name : instance, asked, text);
  }

  private void work() {
    if (!owned.isEmpty() && simulation.random.nextBoolean()) {
      int partition = owned.get(simulation.random.nextInt(owned.size()));
      simulation.commit(memberId, instance, generation, partition);
    }
    simulation.world.submit(
        new Heartbeat(
            Requests.heartbeat(simulation.groupId, memberId, instance, generation),
            reply(response -> failed(ErrorCode.of(response.errorCode)))));
  }

  private void failed(ErrorCode error) {
    switch (error) {
      case NONE -> {}
      case UNKNOWN_MEMBER_ID -> {
        memberId = "";
        state = State.OUT;
      }
      case FENCED_INSTANCE_ID, GROUP_MAX_SIZE_REACHED -> die();
      default -> state = State.OUT;
    }
  }
}
