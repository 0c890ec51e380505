package io.tidepost.broker.storage;

import io.tidepost.broker.Log;
import io.tidepost.log.LogWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Everything that waits for one disk at one moment. Several threads may [#work] on it at the same
/// time; whoever does the last piece of a batch tells the batch's loop.
final class SyncRound {

  private static final Log LOG = Log.of(SyncRound.class);

  /// A batch and what has become of its pieces.
  private static final class Part {
    final Syncer.Batch batch;
    final @Nullable IOException[] failures;
    final AtomicInteger left;

    Part(Syncer.Batch batch) {
      this.batch = batch;
      this.failures = new IOException[batch.works().size()];
      this.left = new AtomicInteger(failures.length);
    }
  }

  private record Piece(Part part, int index) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  SyncRound(List<Syncer.Batch> batches) {
    for (Syncer.Batch batch : batches) {
      Part part = new Part(batch);
      for (int i = 0; i < part.failures.length; i++) {
        pieces.add(new Piece(part, i));
      }
    }
  }

  /// Pieces in all.
  int size() {
    return pieces.size();
  }

  /// Does pieces until none is left to begin.
  void work() {
    int index;
    while ((index = next.getAndIncrement()) < pieces.size()) {
      Piece piece = pieces.get(index);
      sync(piece.part, piece.index);
    }
  }

  private static void sync(Part part, int index) {
    LogWork work = part.batch.works().get(index);
    try {
      work.run();
    } catch (IOException e) {
      part.failures[index] = e;
    } catch (RuntimeException e) {
      LOG.error("a sync failed", e);
      part.failures[index] = new IOException("a sync failed: " + e.getMessage(), e);
    }
    if (part.left.decrementAndGet() == 0) {
      Syncer.Batch batch = part.batch;
      batch.loop().execute(() -> batch.completion().synced(batch.works(), part.failures));
    }
  }
}
