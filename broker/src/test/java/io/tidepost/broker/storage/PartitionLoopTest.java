package io.tidepost.broker.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Timers.Timer;
import io.tidepost.base.world.SystemClock;
import io.tidepost.broker.net.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Event loops that the test turns by hand share a partition.
class PartitionLoopTest {

  /// Where the test pretends to be.
  private @Nullable FakeLoop here;

  private final List<FakeLoop> loops = new ArrayList<>();
  private final OwnerLoops owners;
  private final PartitionLoop partition;
  private final List<String> done = new ArrayList<>();

  PartitionLoopTest() {
    List<OwnerLoop> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loops.add(new FakeLoop(i));
      all.add(new OwnerLoop(loops.get(i), SystemClock.INSTANCE));
    }
    owners = new OwnerLoops(all, () -> here);
    partition = new PartitionLoop(owners, all.get(0));
  }

  private Runnable note(String what) {
    return () -> done.add(what + "@" + (here == null ? "none" : here.index));
  }

  @Test
  void theFirstLoopThatComesWorksOnItAtOnce() {
    on(
        1,
        () -> {
          partition.run(note("a"));
          assertTrue(partition.inLoop());
          assertEquals(List.of("a@1"), done);
        });
    assertFalse(partition.inLoop());
    on(2, () -> partition.run(note("b")));
    assertEquals(List.of("a@1", "b@2"), done);
    assertEquals(0, loops.get(0).queue.size(), "nobody else is woken");
  }

  @Test
  void othersLeaveTheirWishesToTheHolder() {
    FakeLoop one = loops.get(1);
    FakeLoop two = loops.get(2);
    here = one;
    assertTrue(partition.enter());
    here = two;
    assertFalse(partition.enter());
    partition.run(note("b"));
    partition.run(note("c"));
    assertEquals(List.of(), done);
    assertEquals(0, one.queue.size() + two.queue.size(), "nobody is woken for it");
    here = one;
    one.endTurn();
    assertEquals(List.of("b@1", "c@1"), done);
  }

  @Test
  void anOutsideThreadIsServedAtHome() {
    partition.execute(note("a"));
    partition.run(note("b"));
    assertEquals(List.of(), done);
    loops.get(0).turn();
    assertEquals(List.of("a@0", "b@0"), done);
  }

  @Test
  void whatIsSentFromInsideRunsLaterInTheSameTurn() {
    on(
        1,
        () -> {
          partition.run(() -> {
            partition.execute(note("later"));
            note("now").run();
          });
          assertEquals(List.of("now@1"), done);
        });
    assertEquals(List.of("now@1", "later@1"), done);
  }

  @Test
  void theEndOfTheTurnIsThatOfTheHolder() {
    on(
        2,
        () -> {
          partition.run(() -> partition.atEndOfTurn(note("end")));
          note("turn").run();
        });
    assertEquals(List.of("turn@2", "end@2"), done);
  }

  @Test
  void aTimerThatWaitsInTheInboxCanStillBeCancelled() {
    Timer timer = partition.schedule(10, note("fired"));
    partition.schedule(10, note("other"));
    here = loops.get(1);
    assertTrue(partition.enter());
    loops.get(0).fireTimers();
    here = loops.get(1);
    timer.cancel();
    loops.get(1).endTurn();
    assertEquals(List.of("other@1"), done);
  }

  @Test
  void aTaskThatFailsHoldsUpNobody() {
    here = loops.get(1);
    assertTrue(partition.enter());
    here = loops.get(2);
    partition.run(() -> {
      throw new IllegalStateException("expected by the test");
    });
    partition.run(note("behind"));
    here = loops.get(1);
    loops.get(1).endTurn();
    assertEquals(List.of("behind@1"), done);
  }

  /// Loops take turns at random; each sends numbered tasks. Nothing is lost, and what one loop sent
  /// is done in its order.
  @Test
  void whatOneLoopSendsStaysInOrder() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] sent = new int[3];
      int[] seen = new int[3];
      boolean[] open = new boolean[3];
      for (int step = 0; step < 300; step++) {
        int number = random.nextInt(3);
        here = loops.get(number);
        open[number] = true;
        if (random.nextInt(3) < 2) {
          int ticket = sent[number]++;
          Runnable task = () -> assertEquals(ticket, seen[number]++);
          // From inside, `execute` means later: after it, what runs at once would overtake.
          if (random.nextInt(4) == 0 && !partition.inLoop()) {
            partition.execute(task);
            here.runQueue();
          } else {
            partition.run(task);
          }
        } else {
          here.turn();
          open[number] = false;
        }
      }
      for (int round = 0; round < 3; round++) {
        loops.forEach(FakeLoop::turn);
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(sent[i], seen[i], "seed " + seed + " loop " + i);
      }
    }
  }

  private void on(int number, Runnable task) {
    here = loops.get(number);
    task.run();
    loops.get(number).endTurn();
    here = null;
  }

  /// Does nothing by itself.
  private final class FakeLoop implements Loop {
    final int index;
    final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
    final ArrayDeque<Runnable> timers = new ArrayDeque<>();

    FakeLoop(int index) {
      this.index = index;
    }

    void turn() {
      here = this;
      runQueue();
      endTurn();
      here = null;
    }

    void runQueue() {
      Runnable task;
      while ((task = queue.poll()) != null) {
        task.run();
      }
    }

    void endTurn() {
      Runnable task;
      while ((task = endOfTurn.poll()) != null) {
        task.run();
      }
    }

    void fireTimers() {
      here = this;
      Runnable timer;
      while ((timer = timers.poll()) != null) {
        timer.run();
      }
      endTurn();
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean inLoop() {
      return here == this;
    }

    @Override
    public void execute(Runnable task) {
      queue.add(task);
    }

    @Override
    public void atEndOfTurn(Runnable task) {
      endOfTurn.add(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      timers.add(task);
      return () -> timers.remove(task);
    }
  }
}
