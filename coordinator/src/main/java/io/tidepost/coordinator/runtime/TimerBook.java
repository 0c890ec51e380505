package io.tidepost.coordinator.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The timers of one shard. Pushing a deadline back (what a heartbeat does) only writes one field:
/// the queue entry stays where it is and is put back when it comes up too early.
///
/// Timers that are due fire in the order of their deadlines, then of being set.
final class TimerBook<S extends Shard> {

  /// No timer is set.
  static final long NEVER = Long.MAX_VALUE;

  private final Map<TimerKey, Entry<S>> entries = new HashMap<>();
  private final PriorityQueue<Queued<S>> queue = new PriorityQueue<>();
  private long sequence;

  void set(TimerKey key, long deadlineMillis, Command<S> command) {
    Entry<S> entry = entries.computeIfAbsent(key, Entry::new);
    entry.deadlineMillis = deadlineMillis;
    entry.sequence = sequence++;
    entry.command = command;
    if (deadlineMillis < entry.queuedForMillis) {
      enqueue(entry);
    }
  }

  void cancel(TimerKey key) {
    Entry<S> entry = entries.remove(key);
    if (entry != null) {
      entry.cancelled = true;
    }
  }

  /// When to look again, in monotonic milliseconds; may be earlier than the first deadline.
  long nextWakeUpMillis() {
    Queued<S> head = queue.peek();
    return head == null ? NEVER : head.forMillis;
  }

  /// Takes out the next command that is due.
  @Nullable Command<S> pollDue(long nowMillis) {
    while (true) {
      Queued<S> head = queue.peek();
      if (head == null || head.forMillis > nowMillis) {
        return null;
      }
      queue.poll();
      Entry<S> entry = head.entry;
      if (entry.cancelled || entry.queuedSequence != head.sequence) {
        continue;
      }
      if (entry.sequence != head.sequence) {
        enqueue(entry);
        continue;
      }
      entries.remove(entry.key);
      return entry.command;
    }
  }

  void clear() {
    entries.clear();
    queue.clear();
  }

  int size() {
    return entries.size();
  }

  private void enqueue(Entry<S> entry) {
    entry.queuedForMillis = entry.deadlineMillis;
    entry.queuedSequence = entry.sequence;
    queue.add(new Queued<>(entry, entry.deadlineMillis, entry.sequence));
  }

  private static final class Entry<S extends Shard> {
    final TimerKey key;
    long deadlineMillis;
    long sequence;
    long queuedForMillis = NEVER;
    long queuedSequence = -1;
    boolean cancelled;
    @Nullable Command<S> command;

    Entry(TimerKey key) {
      this.key = key;
    }
  }

  private record Queued<S extends Shard>(Entry<S> entry, long forMillis, long sequence)
      implements Comparable<Queued<S>> {

    @Override
    public int compareTo(Queued<S> other) {
      int byTime = Long.compare(forMillis, other.forMillis);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
