package io.tidepost.broker.net;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// A [Loop] on one of Netty's event loops. A turn is: events of all sockets that are ready, then
/// tasks (what other loops sent, timers), then the work put off to the end of the turn, then one
/// flush per connection.
final class NettyLoop implements Loop {

  private final int index;
  private final SingleThreadEventLoop eventLoop;
  private final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
  private final ArrayDeque<Runnable> flushes = new ArrayDeque<>();
  private final Runnable endTurn = this::endTurn;
  private boolean endTurnScheduled;

  NettyLoop(int index, EventLoop eventLoop) {
    this.index = index;
    this.eventLoop = (SingleThreadEventLoop) eventLoop;
    eventLoop.execute(this::introduce);
  }

  /// The loop's first task: its thread learns which loop it runs.
  private void introduce() {
    if (Thread.currentThread() instanceof LoopThread thread) {
      thread.loop(this);
    }
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    endOfTurn.add(task);
    scheduleEndTurn();
  }

  /// Like [#atEndOfTurn], but after all of that work: connections flush here, once for everything
  /// that the turn wrote.
  void flushAtEndOfTurn(Runnable flush) {
    flushes.add(flush);
    scheduleEndTurn();
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    Future<?> future = eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  private void scheduleEndTurn() {
    if (!endTurnScheduled) {
      endTurnScheduled = true;
      eventLoop.executeAfterEventLoopIteration(endTurn);
    }
  }

  private void endTurn() {
    Runnable task;
    try {
      do {
        while ((task = endOfTurn.poll()) != null) {
          task.run();
        }
        task = flushes.poll();
        if (task != null) {
          task.run();
        }
      } while (task != null || !endOfTurn.isEmpty());
    } finally {
      endTurnScheduled = false;
      if (!endOfTurn.isEmpty() || !flushes.isEmpty()) {
        scheduleEndTurn(); // a task failed; the others still get their turn
      }
    }
  }
}
