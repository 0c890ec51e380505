package io.tidepost.broker.storage;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.Loops;
import java.util.ArrayDeque;

/// Where compressed batches are opened that have to be. Small ones are opened on the event loop
/// that has them, as long as its turn has not spent much on that; everything else goes to the I/O
/// pool, a few at a time, so that neither other connections nor other file work wait for it. What a
/// batch opens to is known only afterwards, so an attempt on a loop ends at [#BATCH_BYTES_MAX] and
/// begins anew elsewhere.
public final class Unpacking {

  /// Most bytes that one batch decompresses to on a loop.
  public static final int BATCH_BYTES_MAX = 1 << 20;

  /// Most bytes that are compressed at once on a loop; that is dearer.
  public static final int PACKED_BYTES_MAX = 64 << 10;

  /// A turn that has decompressed so much opens nothing more.
  private static final int TURN_BYTES_MAX = 4 << 20;

  private final IoPool pool;
  private final int parallelMax;
  private final Share[] shares;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /// @param loops number of event loops
  /// @param parallelMax how much is under way at a time on the pool
  public Unpacking(IoPool pool, int loops, int parallelMax) {
    this.pool = pool;
    this.parallelMax = parallelMax;
    shares = new Share[loops];
    for (int i = 0; i < loops; i++) {
      shares[i] = new Share();
    }
  }

  /// Whether the calling loop may open a batch in this turn.
  public boolean here() {
    Loop loop = Loops.current();
    return loop != null && shares[loop.index()].spent < TURN_BYTES_MAX;
  }

  /// The calling loop has decompressed so much.
  public void spent(int bytes) {
    Loop loop = Loops.current();
    if (loop == null || bytes == 0) {
      return;
    }
    Share share = shares[loop.index()];
    if (share.spent == 0) {
      loop.atEndOfTurn(share.forget);
    }
    share.spent += bytes;
  }

  /// Runs `task`, which must not throw, on the I/O pool when it is its turn. Any thread.
  public void elsewhere(Runnable task) {
    synchronized (waiting) {
      if (running == parallelMax) {
        waiting.add(task);
        return;
      }
      running++;
    }
    start(task);
  }

  private void start(Runnable task) {
    pool.execute(() -> {
      try {
        task.run();
      } finally {
        next();
      }
    });
  }

  private void next() {
    Runnable following;
    synchronized (waiting) {
      following = waiting.poll();
      if (following == null) {
        running--;
        return;
      }
    }
    start(following);
  }

  /// What one loop has spent in its turn.
  private static final class Share {
    private int spent;
    private final Runnable forget = () -> spent = 0;
  }
}
