package io.tidepost.sim.controller;

import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.sim.world.SeededRandomness;
import java.util.ArrayList;
import java.util.List;

/// The metadata log of several voters as a model: what a majority has is committed, a new leader
/// has everything that is, and may find more of what the old one appended. Does to its nodes
/// whatever a correct engine may do to them.
final class ModelQuorum {

  static final int VOTERS = 3;

  final List<QuorumNode> nodes = new ArrayList<>();
  private final List<Unit> committed = new ArrayList<>();
  private final History history;
  private int leaderId = -1;
  private int epoch;

  ModelQuorum(History history, ControllerRules rules, SeededRandomness random) {
    this.history = history;
    for (int id = 0; id < VOTERS; id++) {
      nodes.add(new QuorumNode(id, this, rules, random.split()));
    }
  }

  long committedOffset() {
    return committed.isEmpty() ? -1 : committed.get(committed.size() - 1).lastOffset();
  }

  int committedUnits() {
    return committed.size();
  }

  Unit unit(int number) {
    return committed.get(number);
  }

  /// How many units reach up to this offset.
  int unitsUpTo(long offset) {
    int count = 0;
    while (count < committed.size() && committed.get(count).lastOffset() <= offset) {
      count++;
    }
    return count;
  }

  int epoch() {
    return epoch;
  }

  private boolean isReachable(QuorumNode node) {
    return node.up && !node.cutOff;
  }

  boolean hasMajority() {
    return nodes.stream().filter(this::isReachable).count() > VOTERS / 2;
  }

  private boolean isActing(QuorumNode node) {
    return node.leads() && node.id == leaderId && node.ownEpoch() == epoch;
  }

  /// Commits up to `count` of what the leader appended.
  void commit(int count) {
    if (leaderId < 0) {
      return;
    }
    QuorumNode leader = nodes.get(leaderId);
    for (int i = 0; i < count; i++) {
      if (!isReachable(leader) || !isActing(leader) || leader.pending.isEmpty() || !hasMajority()) {
        return;
      }
      Unit unit = leader.pending.get(0);
      add(unit);
      leader.committed(unit);
    }
  }

  private void add(Unit unit) {
    committed.add(unit);
    history.add(unit);
  }

  /// Hands the next committed unit to a node that does not lead; first tells it who does.
  void deliver(QuorumNode node) {
    learn(node);
    if (isReachable(node) && !node.leads() && node.known < committed.size()) {
      node.replicate(committed.get(node.known));
    }
  }

  /// The node hears of the newest leader.
  void learn(QuorumNode node) {
    if (isReachable(node) && node.heardEpoch < epoch && node.id != leaderId) {
      node.follow(leaderId, epoch);
    }
  }

  /// Replaces everything that a node has by a snapshot.
  void install(QuorumNode node, int units) {
    learn(node);
    if (isReachable(node) && !node.leads() && units > node.known) {
      node.install(history.image(units), units);
    }
  }

  /// Makes a node the leader.
  ///
  /// @param found how many units of the old leader, that nobody knew to be committed, it has
  void elect(QuorumNode candidate, int found) {
    if (!isReachable(candidate) || !hasMajority()) {
      return;
    }
    if (leaderId >= 0 && isActing(nodes.get(leaderId))) {
      List<Unit> pending = List.copyOf(nodes.get(leaderId).pending);
      pending.subList(0, Math.min(found, pending.size())).forEach(this::add);
    }
    epoch++;
    candidate.follow(-1, epoch);
    while (candidate.known < committed.size()) {
      candidate.replicate(committed.get(candidate.known));
    }
    leaderId = candidate.id;
    candidate.lead(epoch);
  }
}
