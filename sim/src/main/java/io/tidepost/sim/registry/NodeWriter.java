package io.tidepost.sim.registry;

import io.tidepost.registry.decide.Round;
import io.tidepost.registry.decide.WriterTurn;
import io.tidepost.registry.store.RecordFormat;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.sim.registry.RegistryNode.Asked;
import java.util.ArrayList;
import java.util.List;

/// The shell around the registry's writer, as it is in a node: it does what the turn says, one
/// request to the brokers after the other.
final class NodeWriter {

  private static final int TRIES = 20;
  private static final int COMMANDS_MAX = 8;

  private final RegistryNode node;
  private final ModelTopic topic;
  private final String transactionalId;
  private int epoch = -1;
  private boolean busy;
  private WriterTurn turn = new WriterTurn(TRIES);
  private Round round;
  private final List<Asked> served = new ArrayList<>();

  NodeWriter(RegistryNode node) {
    this.node = node;
    this.topic = node.topic();
    this.transactionalId =
        node.world.holds(RegistryRule.ONE_WRITER) ? "registry" : "registry-" + node.id;
    this.round = newRound();
  }

  private Round newRound() {
    return new Round(node.state(), node.parsed());
  }

  void wake() {
    if (!busy) {
      busy = true;
      turn = new WriterTurn(TRIES);
      round = newRound();
      served.clear();
      step();
    }
  }

  private void step() {
    switch (turn.step()) {
      case BECOME_WRITER -> becomeWriter();
      case CATCH_UP -> {
        if (node.world.holds(RegistryRule.CATCH_UP_BEFORE_DECIDING)) {
          node.catchUp(this::caughtUp);
        } else {
          caughtUp();
        }
      }
      case DECIDE -> node.later(node.random().between(0, 3), this::decide);
      case WRITE -> write();
      case ANSWER -> {
        answer();
        end();
      }
      case GIVE_UP -> {
        Exception why = new IllegalStateException(turn.failure());
        served.forEach(each -> each.answer().accept(new Round.Outcome<>(null, why)));
        end();
      }
    }
  }

  private void end() {
    busy = false;
    served.clear();
    Asked next = node.next();
    if (next != null) {
      node.execute(next);
    }
  }

  private void becomeWriter() {
    if (epoch >= 0) {
      turn.becameWriter();
      step();
      return;
    }
    node.request(
        () -> topic.initialise(transactionalId),
        given -> {
          if (given < 0) {
            node.later(20, this::step);
          } else {
            epoch = given;
            turn.becameWriter();
            step();
          }
        });
  }

  private void caughtUp() {
    turn.caughtUp();
    step();
  }

  private void decide() {
    boolean again = node.world.holds(RegistryRule.DECIDES_AGAIN) || round.records().isEmpty();
    if (again) {
      round = newRound();
      served.forEach(each -> round.add(each.command()));
      while (served.size() < COMMANDS_MAX) {
        Asked next = node.next();
        if (next == null) {
          break;
        }
        served.add(next);
        round.add(next.command());
      }
    }
    node.world.decided(node, served.size(), round.records().size());
    turn.decided(!round.records().isEmpty());
    if (!node.world.holds(RegistryRule.ANSWERS_AFTER_COMMIT)) {
      answer();
      served.clear();
    }
    step();
  }

  private void answer() {
    for (int i = 0; i < served.size(); i++) {
      served.get(i).answer().accept(round.outcomes().get(i));
    }
  }

  // ---- write

  private void write() {
    int mine = epoch;
    node.request(
        () -> topic.begin(transactionalId, mine),
        answer -> {
          if (answer == ModelTopic.Answer.BUSY) {
            node.later(10, this::step);
          } else if (isDone(answer)) {
            append(mine, 0);
          }
        });
  }

  private boolean isDone(ModelTopic.Answer answer) {
    if (answer == ModelTopic.Answer.FENCED) {
      epoch = -1;
      node.world.fenced(node);
      turn.fenced("fenced");
      step();
      return false;
    }
    if (node.world.troubled() && node.random().chance(1)) {
      epoch = -1;
      turn.failed("no answer");
      step();
      return false;
    }
    return true;
  }

  private void append(int mine, int index) {
    List<RegistryRecord> records = round.records();
    if (index == records.size()) {
      commit(mine);
      return;
    }
    RecordFormat.Bytes bytes = RecordFormat.encode(records.get(index));
    node.request(
        () -> topic.append(transactionalId, mine, index, bytes),
        answer -> {
          if (isDone(answer)) {
            append(mine, index + 1);
          }
        });
  }

  private void commit(int mine) {
    long end = topic.endOffset();
    node.request(
        () -> topic.commit(transactionalId, mine),
        answer -> {
          if (!isDone(answer)) {
            return;
          }
          if (node.world.holds(RegistryRule.ANSWERS_AFTER_OWN_READ)) {
            node.awaitPosition(end, this::written);
          } else {
            written();
          }
        });
  }

  private void written() {
    turn.written();
    step();
  }
}
