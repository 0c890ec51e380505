package io.tidepost.sim.group;

import io.tidepost.sim.world.SeededRandomness;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Requests of one client, one at a time. When its patience ends it does not listen to the answer
/// any more; the request may still arrive.
final class Conversation {

  private static final int PATIENCE = 500;

  private final GroupSimulation world;
  private final SeededRandomness random;
  private final boolean inOrder;
  private final ArrayDeque<Runnable> onTheWay = new ArrayDeque<>();
  private int turn;
  private int patience;
  private boolean waiting;
  private boolean asleep;

  /// @param inOrder whether requests arrive in the order in which they were sent, also those that
  ///   nobody waits for any more
  Conversation(GroupSimulation world, boolean inOrder) {
    this.world = world;
    this.random = world.random().split();
    this.inOrder = inOrder;
  }

  /// While it is asleep no answer reaches it.
  void asleep(boolean now) {
    asleep = now;
  }

  boolean isWaiting() {
    return waiting;
  }

  /// Waits a little.
  ///
  /// @return whether that was once too often
  boolean losesPatience() {
    if (!waiting || patience-- > 0) {
      return false;
    }
    giveUp();
    return true;
  }

  /// Does not listen to an answer any more.
  void giveUp() {
    turn++;
    waiting = false;
  }

  /// The node is gone, with all that was on its way.
  void disconnected() {
    giveUp();
    onTheWay.clear();
  }

  /// Asks and does not listen; the request may be on its way for long.
  ///
  /// @param request is given where the answer goes
  <R> void tell(Consumer<Consumer<R>> request) {
    GroupNode node = world.node();
    int[] delay = {random.between(5, 120)};
    node.tasks.add(new Late(node, () -> delay[0]-- > 0, () -> request.accept(answer -> {})));
  }

  /// @param request is given where the answer goes
  <R> void ask(Consumer<Consumer<R>> request, Consumer<R> listener) {
    GroupNode node = world.node();
    int asked = turn;
    waiting = true;
    patience = world.isCalm() || !random.chance(10) ? PATIENCE : random.between(0, 20);
    Consumer<R> receiver =
        answer ->
            node.tasks.add(
                new Late(
                    node,
                    () -> asleep,
                    () -> {
                      if (asked == turn) {
                        waiting = false;
                        listener.accept(answer);
                      }
                    }));
    if (inOrder) {
      onTheWay.add(() -> request.accept(receiver));
      node.tasks.add(this::deliver);
    } else {
      int[] delay = {!world.isCalm() && random.chance(5) ? random.between(20, 300) : 0};
      node.tasks.add(new Late(node, () -> delay[0]-- > 0, () -> request.accept(receiver)));
    }
  }

  /// Something that is put off as long as it is too early.
  private record Late(GroupNode node, BooleanSupplier tooEarly, Runnable what) implements Runnable {

    @Override
    public void run() {
      if (tooEarly.getAsBoolean()) {
        node.tasks.add(this);
      } else {
        what.run();
      }
    }
  }

  private void deliver() {
    Runnable next = onTheWay.poll();
    if (next != null) {
      next.run();
    }
  }
}
