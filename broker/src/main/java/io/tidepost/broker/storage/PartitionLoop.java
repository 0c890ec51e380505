package io.tidepost.broker.storage;

import io.tidepost.base.Timers.Timer;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The loop of one partition: whichever event loop has something to do for the partition first. It
/// holds the partition for the rest of its turn and lets go of it when the turn's appends are
/// written. What other loops want meanwhile waits in the partition's inbox, and the holder does it
/// before it lets go. So a partition has one writer at a time and needs no lock, and a client whose
/// partitions nobody else is busy with is served on its own loop without waking another.
///
/// What one thread sends arrives in its order. What threads send that are no event loops, and
/// timers, run on the partition's home loop. Any thread, unless said otherwise.
final class PartitionLoop implements Loop {

  private static final Log LOG = Log.of(PartitionLoop.class);

  private static final VarHandle HOLDER;
  private static final VarHandle INBOX;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HOLDER = lookup.findVarHandle(PartitionLoop.class, "holder", OwnerLoop.class);
      INBOX = lookup.findVarHandle(PartitionLoop.class, "inbox", Message.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// One task in the inbox; `next` came before it.
  private static final class Message {
    private final Runnable task;
    private @Nullable Message next;

    Message(Runnable task) {
      this.task = task;
    }
  }

  private final OwnerLoops owners;
  private final OwnerLoop home;
  private final Runnable visit = this::visit;

  private volatile @Nullable OwnerLoop holder;

  /// The latest message; a stack, turned round when it is taken.
  @SuppressWarnings("UnusedVariable") // through INBOX
  private volatile @Nullable Message inbox;

  /// @param home where timers and outside threads bring their tasks
  PartitionLoop(OwnerLoops owners, OwnerLoop home) {
    this.owners = owners;
    this.home = home;
  }

  /// The loop it falls back to.
  Loop home() {
    return home.loop();
  }

  /// The loop that holds it and on which the caller runs. Only while it is held.
  OwnerLoop held() {
    OwnerLoop holding = holder;
    return holding == null ? home : holding;
  }

  @Override
  public int index() {
    return home.loop().index();
  }

  @Override
  public boolean inLoop() {
    OwnerLoop holding = holder;
    return holding != null && holding.loop().inLoop();
  }

  /// Makes the partition the calling loop's until the end of its turn.
  ///
  /// @return whether it is; `false` when another loop holds it, or the caller is no loop
  boolean enter() {
    OwnerLoop here = owners.current();
    return here != null && enter(here);
  }

  private boolean enter(OwnerLoop here) {
    if (holder == here) {
      return true;
    }
    if (holder != null || !HOLDER.compareAndSet(this, null, here)) {
      return false;
    }
    here.holds(this);
    drain();
    return true;
  }

  @Override
  public void run(Runnable task) {
    OwnerLoop here = owners.current();
    if (here != null && enter(here)) {
      task.run();
      return;
    }
    push(task);
    if (holder == null) {
      // Whoever held it may have looked into the inbox before the task was there.
      if (here == null) {
        home.loop().execute(visit);
      } else {
        enter(here);
      }
    }
  }

  @Override
  public void execute(Runnable task) {
    push(task);
    if (holder == null) {
      OwnerLoop here = owners.current();
      (here == null ? home : here).loop().execute(visit);
    }
  }

  /// Comes to look after the inbox, unless somebody does already.
  private void visit() {
    if (inbox != null) {
      enter();
    }
  }

  private void push(Runnable task) {
    Message message = new Message(task);
    Message before;
    do {
      before = inbox;
      message.next = before;
    } while (!INBOX.compareAndSet(this, before, message));
  }

  /// Does what is in the inbox. By the holder.
  void drain() {
    if (inbox == null) {
      return;
    }
    Message latest = (Message) INBOX.getAndSet(this, null);
    Message message = null;
    while (latest != null) {
      Message before = latest.next;
      latest.next = message;
      message = latest;
      latest = before;
    }
    for (; message != null; message = message.next) {
      try {
        message.task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of a partition failed", e);
      }
    }
  }

  /// Lets go. By the holder, when nothing of its turn is left to be done.
  void leave() {
    OwnerLoop holding = held();
    holder = null;
    if (inbox != null) {
      holding.loop().execute(visit);
    }
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    held().loop().atEndOfTurn(() -> run(task));
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    PartitionTimer timer = new PartitionTimer(task);
    timer.set = home.loop().schedule(delayMillis, () -> run(timer));
    return timer;
  }

  /// A timer that does not fire after it was cancelled, although it may wait in the inbox by then.
  private static final class PartitionTimer implements Timer, Runnable {
    private final Runnable task;
    private volatile boolean cancelled;
    private volatile @Nullable Timer set;

    PartitionTimer(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      Timer running = set;
      if (running != null) {
        running.cancel();
      }
    }
  }
}
