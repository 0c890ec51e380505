package io.tidepost.sim.group;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.streams.StreamsGroupHeartbeat;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A thread of Kafka Streams (KIP-1071), life after life. Two of them share a process, and with it
/// the state on disk: of one task a process may have one copy.
final class StreamsClient implements Actor {

  /// The subtopology with state, and its changelog.
  static final String STATEFUL = "0";

  static final String STATELESS = "1";
  static final String CHANGELOG = "store-changelog";

  private static final Client CLIENT = new Client("streams", "/host", (short) 0);

  private final GroupSimulation world;
  private final SeededRandomness random;
  private final String name;
  private final String processId;
  private final Conversation conversation;
  private int lives;
  private int stalled;
  private String memberId;
  private int epoch;
  private boolean in;
  private boolean tellsAll;

  /// What it works on.
  final Set<String> active = new TreeSet<>();

  final Set<String> standby = new TreeSet<>();
  private final Set<String> leavingActive = new TreeSet<>();
  private final Set<String> leavingStandby = new TreeSet<>();

  StreamsClient(GroupSimulation world, String name, String processId) {
    this.world = world;
    this.random = world.random().split();
    this.name = name;
    this.processId = processId;
    this.conversation = new Conversation(world, true);
    this.memberId = name + "-" + ++lives;
  }

  String memberId() {
    return memberId;
  }

  String processId() {
    return processId;
  }

  @Override
  public void step() {
    if (!world.isCalm() && incident()) {
      return;
    }
    if (conversation.losesPatience()) {
      world.trace().add(memberId + " loses patience");
      tellsAll = true;
    } else if (!conversation.isWaiting()) {
      heartbeat();
    }
  }

  private boolean incident() {
    if (stalled > 0) {
      stalled--;
      return true;
    }
    int dice = random.nextInt(1000);
    if (dice < 8) {
      world.trace().add(memberId + " dies");
      if (dice < 4 && in) {
        send(request(-1));
      }
      conversation.giveUp();
      loseEverything();
      memberId = name + "-" + ++lives;
      return true;
    }
    if (dice < 12) {
      stalled = random.nextInt(150);
      world.trace().add(memberId + " stalls");
    }
    return false;
  }

  private StreamsGroupHeartbeatRequest request(int atEpoch) {
    StreamsGroupHeartbeatRequest request = new StreamsGroupHeartbeatRequest();
    request.groupId = GroupSimulation.STREAMS;
    request.memberId = memberId;
    request.memberEpoch = atEpoch;
    return request;
  }

  private void heartbeat() {
    boolean gaveUp = false;
    if (!(leavingActive.isEmpty() && leavingStandby.isEmpty()) && random.chance(50)) {
      active.removeAll(leavingActive);
      standby.removeAll(leavingStandby);
      leavingActive.clear();
      leavingStandby.clear();
      hold();
      gaveUp = true;
    }
    StreamsGroupHeartbeatRequest request = request(in ? epoch : 0);
    if (!in || tellsAll) {
      request.rebalanceTimeoutMs = GroupNode.REBALANCE_MILLIS;
      request.processId = processId;
      request.topology = topology();
    }
    if (!in || tellsAll || gaveUp || random.chance(30)) {
      request.activeTasks = told(active);
      request.standbyTasks = told(standby);
      request.warmupTasks = List.of();
    }
    tellsAll = false;
    send(request);
  }

  private void send(StreamsGroupHeartbeatRequest request) {
    conversation.ask(
        receiver ->
            world.node().ask(new StreamsGroupHeartbeat(request, CLIENT, new Reply<>(receiver))),
        this::answered);
  }

  private static StreamsGroupHeartbeatRequest.Topology topology() {
    var topology = new StreamsGroupHeartbeatRequest.Topology();
    var stateful = new StreamsGroupHeartbeatRequest.Subtopology();
    stateful.subtopologyId = STATEFUL;
    stateful.sourceTopics = List.of(GroupSimulation.ORDERS);
    var changelog = new StreamsGroupHeartbeatRequest.TopicInfo();
    changelog.name = CHANGELOG;
    stateful.stateChangelogTopics = List.of(changelog);
    var stateless = new StreamsGroupHeartbeatRequest.Subtopology();
    stateless.subtopologyId = STATELESS;
    stateless.sourceTopics = List.of(GroupSimulation.PAYMENTS);
    topology.subtopologies = List.of(stateful, stateless);
    return topology;
  }

  private static List<StreamsGroupHeartbeatRequest.TaskIds> told(Set<String> tasks) {
    Map<String, StreamsGroupHeartbeatRequest.TaskIds> bySubtopology = new TreeMap<>();
    for (String task : tasks) {
      int line = task.indexOf('_');
      bySubtopology
          .computeIfAbsent(
              task.substring(0, line),
              id -> {
                var entry = new StreamsGroupHeartbeatRequest.TaskIds();
                entry.subtopologyId = id;
                return entry;
              })
          .partitions
          .add(Integer.parseInt(task.substring(line + 1)));
    }
    return new ArrayList<>(bySubtopology.values());
  }

  private void answered(StreamsGroupHeartbeat.Answer answer) {
    answer.missing().forEach(topic -> world.topics.set(topic.name(), topic.partitions()));
    StreamsGroupHeartbeatResponse response = answer.response();
    ErrorCode error = ErrorCode.of(response.errorCode);
    switch (error) {
      case NONE -> {
        in = true;
        epoch = response.memberEpoch;
        if (response.activeTasks != null) {
          receive(active, leavingActive, response.activeTasks);
          receive(standby, leavingStandby, response.standbyTasks);
          hold();
        }
      }
      case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> loseEverything();
      default -> tellsAll = true;
    }
    world
        .trace()
        .add(
            "%s heartbeat: %s, epoch %d, runs %s, copies %s, gives up %s %s"
                .formatted(memberId, error, epoch, active, standby, leavingActive, leavingStandby));
  }

  private static void receive(
      Set<String> has,
      Set<String> leaving,
      @Nullable List<StreamsGroupHeartbeatResponse.TaskIds> assigned) {
    Set<String> tasks = new TreeSet<>();
    if (assigned != null) {
      assigned.forEach(ids -> ids.partitions.forEach(p -> tasks.add(ids.subtopologyId + "_" + p)));
    }
    leaving.clear();
    leaving.addAll(has);
    leaving.removeAll(tasks);
    has.addAll(tasks);
  }

  private void hold() {
    List<String> things = new ArrayList<>();
    active.forEach(task -> things.add("active task " + task));
    active.forEach(task -> things.add("task " + task + " of " + processId));
    standby.forEach(task -> things.add("task " + task + " of " + processId));
    world.hold(GroupSimulation.STREAMS, memberId, things);
  }

  private void loseEverything() {
    in = false;
    active.clear();
    standby.clear();
    leavingActive.clear();
    leavingStandby.clear();
    world.holdings(GroupSimulation.STREAMS).release(memberId);
  }

  @Override
  public void disconnected() {
    conversation.disconnected();
    tellsAll = true;
  }

  @Override
  public boolean isSettled() {
    return in && leavingActive.isEmpty() && leavingStandby.isEmpty();
  }

  @Override
  public String toString() {
    return "%s of %s at %d runs %s, copies %s"
        .formatted(memberId, processId, epoch, active, standby);
  }
}
