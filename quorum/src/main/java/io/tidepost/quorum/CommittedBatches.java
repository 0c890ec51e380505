package io.tidepost.quorum;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest committed batches of the metadata log in memory, for those who follow it by fetching.
/// Who is further behind starts with a snapshot. Any thread.
public final class CommittedBatches {

  private static final long BYTES_MAX = 8 << 20;

  /// What a fetch gets.
  ///
  /// @param batches whole batches, each a view of its own; the first may begin before the offset
  ///   that was asked for
  /// @param endOffset offset behind the last committed record
  /// @param missing whether the records from the offset on are not there any more: a snapshot has
  ///   to come first
  public record Read(List<ByteBuffer> batches, long endOffset, boolean missing) {}

  private record Batch(ByteBuffer bytes, long baseOffset, long lastOffset) {}

  private final ArrayDeque<Batch> batches = new ArrayDeque<>();
  private final List<Runnable> waiters = new ArrayList<>();
  private long startOffset;
  private long endOffset;
  private long bytes;

  /// @param endOffset offset of the first record to come
  CommittedBatches(long endOffset) {
    this.startOffset = endOffset;
    this.endOffset = endOffset;
  }

  void add(ByteBuffer batch, long baseOffset, long lastOffset) {
    List<Runnable> wake;
    synchronized (this) {
      batches.add(new Batch(batch, baseOffset, lastOffset));
      bytes += batch.remaining();
      endOffset = lastOffset + 1;
      trim();
      wake = takeWaiters();
    }
    wake.forEach(Runnable::run);
  }

  private void trim() {
    Batch oldest = batches.peek();
    while (oldest != null && bytes > BYTES_MAX && batches.size() > 1) {
      batches.poll();
      bytes -= oldest.bytes().remaining();
      startOffset = oldest.lastOffset() + 1;
      oldest = batches.peek();
    }
  }

  /// A snapshot replaced everything.
  void reset(long newEndOffset) {
    List<Runnable> wake;
    synchronized (this) {
      batches.clear();
      bytes = 0;
      startOffset = newEndOffset;
      endOffset = newEndOffset;
      wake = takeWaiters();
    }
    wake.forEach(Runnable::run);
  }

  private List<Runnable> takeWaiters() {
    List<Runnable> all = List.copyOf(waiters);
    waiters.clear();
    return all;
  }

  /// Offset behind the last committed record.
  public synchronized long endOffset() {
    return endOffset;
  }

  /// Committed batches from an offset on.
  ///
  /// @param bytesMax at least one batch comes, however large it is
  public synchronized Read read(long offset, int bytesMax) {
    if (offset < startOffset || offset > endOffset) {
      return new Read(List.of(), endOffset, true);
    }
    List<ByteBuffer> result = new ArrayList<>();
    long size = 0;
    for (Batch batch : batches) {
      if (batch.lastOffset() >= offset) {
        size += batch.bytes().remaining();
        if (!result.isEmpty() && size > bytesMax) {
          break;
        }
        result.add(batch.bytes().duplicate());
      }
    }
    return new Read(result, endOffset, false);
  }

  /// Runs `action` once, when there is something behind `offset`: at once, or on the thread that
  /// brings it.
  ///
  /// @return what takes it back, `null` when it ran at once
  public @Nullable Runnable whenBehind(long offset, Runnable action) {
    synchronized (this) {
      if (endOffset <= offset) {
        waiters.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return null;
  }

  private synchronized void forget(Runnable action) {
    waiters.remove(action);
  }
}
