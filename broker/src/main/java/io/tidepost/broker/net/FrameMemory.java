package io.tidepost.broker.net;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Counts the memory of all frames that are being received or served. At the bound, connections
/// stop reading and queue here; one of them at a time is excepted, so that a frame can always be
/// finished. Any thread.
public final class FrameMemory {

  /// Who waits for memory.
  interface Waiter {
    /// There may be room again. Whoever is told calls [#wakeNext] afterwards. Any thread.
    void memoryAvailable();
  }

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Waiter> excepted = new AtomicReference<>();

  public FrameMemory(long limit) {
    this.limit = limit;
  }

  public long used() {
    return used.get();
  }

  boolean isExhausted() {
    return used.get() >= limit;
  }

  void add(int bytes) {
    used.addAndGet(bytes);
  }

  void remove(int bytes) {
    long now = used.addAndGet(-bytes);
    if (now < limit && now + bytes >= limit) {
      wakeNext();
    }
  }

  /// Whether this waiter may go on reading: there is room, or it is the excepted one. When not, it
  /// is told later.
  boolean mayRead(Waiter waiter) {
    if (!isExhausted() || isExcepted(waiter) || excepted.compareAndSet(null, waiter)) {
      return true;
    }
    waiters.add(waiter);
    // What happened between the look and the queueing woke nobody.
    wakeNext();
    return false;
  }

  /// Wakes one waiter if it could go on. Once it has taken what it needs, it calls this again for
  /// the next one.
  void wakeNext() {
    if (!isExhausted() || excepted.get() == null) {
      Waiter next = waiters.poll();
      if (next != null) {
        next.memoryAvailable();
      }
    }
  }

  boolean isExcepted(Waiter waiter) {
    return excepted.get() == waiter;
  }

  /// The waiter's frame is complete, or the waiter is gone: the next one may be excepted.
  void finished(Waiter waiter) {
    if (isExcepted(waiter) && excepted.compareAndSet(waiter, null)) {
      wakeNext();
    }
  }

  /// The waiter is gone.
  void forget(Waiter waiter) {
    waiters.remove(waiter);
    finished(waiter);
  }
}
