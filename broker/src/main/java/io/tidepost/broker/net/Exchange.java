package io.tidepost.broker.net;

import io.tidepost.wire.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One request and its reply on a connection. Started on the connection's loop; completed once,
/// from any thread; written on the connection's loop when all earlier ones are.
public abstract class Exchange {

  private static final int OPEN = 0;
  private static final int DONE = 1;

  private static final VarHandle STATE;
  private static final VarHandle FRAME;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Exchange.class, "state", int.class);
      FRAME = lookup.findVarHandle(Exchange.class, "frame", Frame.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // through STATE
  private volatile int state = OPEN;

  private volatile @Nullable Frame frame;
  private @Nullable Connection connection;
  private @Nullable String closeReason;
  private boolean writtenBeforeClosing;
  private volatile @Nullable Runnable disconnectAction;

  private long arrivedNanos;
  private long startedNanos;
  private long leftNanos;
  private long completedNanos;
  private int throttledMillis;

  /// Whether the reply may be written; only touched on the connection's loop.
  boolean ready;

  /// @param frame released when the exchange is complete
  protected Exchange(Frame frame) {
    this.frame = frame;
  }

  /// Serves the request. Must not throw.
  protected abstract void start();

  /// Whether this exchange runs alone on its connection, see `ApiHandler.pipelined`.
  protected abstract boolean exclusive();

  /// Whether it may wait for something to happen, as `ApiHandler.waits` says: a stop does not.
  protected boolean waits() {
    return false;
  }

  /// Appends the reply, header and body without the size in front; nothing when there is none.
  ///
  /// @return whether there is a reply
  protected abstract boolean write(WireWriter out);

  void bind(Connection connection, long nowNanos) {
    this.connection = connection;
    arrivedNanos = nowNanos;
    startedNanos = nowNanos;
  }

  // ---- times, on the connection's loop

  /// Its turn has come only now.
  void waited() {
    startedNanos = System.nanoTime();
  }

  /// The loop turns to something else.
  void left() {
    if (state == OPEN) {
      leftNanos = System.nanoTime();
    }
  }

  /// Number of the API that was called, for those who count; -1 for what nobody counts.
  public int apiKey() {
    return -1;
  }

  /// Whether it is a fetch of another broker.
  public boolean isOfFollower() {
    return false;
  }

  /// Who called, and what, for the log.
  public CallerWords caller() {
    return CallerWords.UNKNOWN;
  }

  /// From the request's arrival until its turn had come. Of a reply that leaves, as the following.
  public final long queueNanos() {
    return startedNanos - arrivedNanos;
  }

  /// The work on the connection's loop.
  public final long localNanos() {
    return (leftNanos == 0 ? completedNanos : leftNanos) - startedNanos;
  }

  /// What it waited for afterwards.
  public final long remoteNanos() {
    return leftNanos == 0 ? 0 : completedNanos - leftNanos;
  }

  /// From the answer until it left.
  public final long replyQueueNanos(long nowNanos) {
    return nowNanos - completedNanos;
  }

  /// From the request's arrival until the answer left.
  public final long totalNanos(long nowNanos) {
    return nowNanos - arrivedNanos;
  }

  /// Whether what it waits for may be long in coming, and nobody is to blame for that.
  public final boolean mayWait() {
    return waits();
  }

  /// How long its client has to pause.
  public final int throttledMillis() {
    return throttledMillis;
  }

  /// The reply is ready. Any thread; `false` when the exchange was complete already.
  protected final boolean complete() {
    long now = System.nanoTime();
    if (!STATE.compareAndSet(this, OPEN, DONE)) {
      return false;
    }
    completedNanos = now;
    releaseFrame();
    disconnectAction = null;
    Connection to = connection;
    if (to != null) {
      to.completed(this);
    }
    return true;
  }

  /// Whether a reply was given.
  protected final boolean isComplete() {
    return state == DONE;
  }

  /// Closes the connection in place of a reply. Any thread.
  protected final void completeByClosing(String reason) {
    if (state == OPEN) {
      closeReason = reason;
      complete();
    }
  }

  /// The reply is ready, and the connection is closed behind it. Any thread.
  protected final void completeThenClose(String reason) {
    if (state == OPEN) {
      closeReason = reason;
      writtenBeforeClosing = true;
      complete();
    }
  }

  @Nullable String closeReason() {
    return closeReason;
  }

  boolean writtenBeforeClosing() {
    return writtenBeforeClosing;
  }

  /// Gives back the receive buffer, when nothing of the request is needed any more.
  protected final void releaseFrame() {
    Frame held = (Frame) FRAME.getAndSet(this, null);
    if (held != null) {
      held.release();
    }
  }

  /// Runs `action` once the connection is closed, with or without a reply. The last one for a key
  /// counts, `null` takes it back. On the connection's loop.
  protected final void onConnectionClosed(Object key, @Nullable Runnable action) {
    Connection of = connection;
    if (of != null) {
      of.whenClosed(key, action);
    }
  }

  /// Starts no further request of the connection for so long. Any thread.
  protected final void pauseConnection(long millis) {
    throttledMillis = Math.max(throttledMillis, (int) millis);
    Connection of = connection;
    if (of != null) {
      of.pause(millis);
    }
  }

  /// Runs `action` when the peer goes away before the reply. On the connection's loop.
  protected final void onDisconnect(Runnable action) {
    disconnectAction = action;
  }

  /// The peer is gone: nobody waits for the reply. The frame stays with whoever still uses it.
  void disconnected() {
    Runnable action = disconnectAction;
    if (action != null) {
      disconnectAction = null;
      action.run();
    }
  }
}
