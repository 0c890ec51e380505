package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The controller that may change the cluster: takes commands one after the other, decides each on
/// the newest state, appends its records and answers once they are committed and acted upon.
///
/// ```
///  submit ─ decide on head ─ append ─ head moves ─┐        (many may be under way)
///                                                 v
///  log: committed ─ observer told of the changes ─ observer done ─ answer
/// ```
///
/// Decisions see uncommitted records, answers never run ahead of them. When the log rejects what
/// was appended, nothing changed. Belongs to one thread, the metadata loop; so do all callbacks.
public final class ActiveController implements MetadataLog.Listener {

  /// Acts on committed changes.
  public interface Observer {

    /// Told of each change in the order of the log. The next one follows only after `done`.
    ///
    /// @param changes what changed; `after` is to be published to readers before `done`, once the
    ///   broker is ready for what it says (a leader is named only when it accepts writes)
    /// @param done to be run on the metadata loop, at once or later; then the answers go out
    void changed(MetadataChanges changes, Runnable done);

    /// The metadata log failed for good.
    void failed(IOException cause);
  }

  /// A decision on its way: appended, not yet answered.
  ///
  /// @param changes what it changes, or `null`
  /// @param answer told `null` once it is committed and acted upon, else why it is not
  private record Pending(
      long lastOffset, @Nullable MetadataChanges changes, Consumer<@Nullable Failure> answer) {}

  private final MetadataLog log;
  private final Randomness randomness;
  private final Observer observer;
  private ControllerRules rules;

  private MetadataImage head;

  /// The newest image whose records are committed.
  private MetadataImage newestCommitted;

  /// The newest image that the observer has acted upon.
  private MetadataImage committed;

  private long committedOffset;
  private final Queue<Pending> pending = new ArrayDeque<>();
  private boolean observing;
  private boolean advancing;
  private @Nullable Failure failure;

  /// @param image what the log holds, all of it committed
  public ActiveController(
      MetadataLog log,
      MetadataImage image,
      ControllerRules rules,
      Randomness randomness,
      Observer observer) {
    this.log = log;
    this.head = image;
    this.newestCommitted = image;
    this.committed = image;
    this.committedOffset = image.provenance().lastOffset();
    this.rules = rules;
    this.randomness = randomness;
    this.observer = observer;
  }

  /// The newest image that observers have been told of in full.
  public MetadataImage committed() {
    return committed;
  }

  /// Replaces the options that bound decisions, after they were changed at run time.
  public void updateRules(ControllerRules rules) {
    this.rules = rules;
  }

  /// Decides a command.
  ///
  /// @param answer gets the result, or the failure of the log; run at once when nothing has to be
  ///   waited for, else when everything before it is committed
  public <R> void submit(
      Command<R> command, long nowMillis, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    if (failure != null) {
      answer.accept(null, failure);
      return;
    }
    var context = new ControllerContext(head, log.nextOffset(), randomness, rules);
    Decision<R> decision = command.decide(context);
    Consumer<@Nullable Failure> answerer =
        why -> answer.accept(why == null ? decision.result() : null, why);
    if (decision.records().isEmpty()) {
      // An answer may rest on records that are not committed yet ("already exists").
      add(new Pending(head.provenance().lastOffset(), null, answerer));
      return;
    }
    var delta = new MetadataDelta(head);
    decision.records().forEach(delta::replay);
    long lastOffset = log.append(decision.records(), nowMillis);
    head = delta.apply(new Provenance(lastOffset, log.leaderEpoch(), nowMillis));
    add(new Pending(lastOffset, delta.changes(head), answerer));
    if (log.isSnapshotDue(nowMillis)) {
      log.snapshot(committed, nowMillis);
    }
  }

  private void add(Pending next) {
    pending.add(next);
    advance();
  }

  @Override
  public void committed(long offset) {
    committedOffset = Math.max(committedOffset, offset);
    for (Pending next : pending) {
      if (next.changes() != null && next.lastOffset() <= committedOffset) {
        newestCommitted = next.changes().after();
      }
    }
    advance();
  }

  @Override
  public void rejected(IOException cause) {
    head = newestCommitted;
    answerUncommitted(storageError(cause));
  }

  @Override
  public void failed(IOException cause) {
    failure = storageError(cause);
    head = newestCommitted;
    answerUncommitted(failure);
    observer.failed(cause);
  }

  private void answerUncommitted(Failure why) {
    List<Pending> uncommitted = new ArrayList<>();
    pending.removeIf(next -> next.lastOffset() > committedOffset && uncommitted.add(next));
    uncommitted.forEach(next -> next.answer().accept(why));
  }

  private static Failure storageError(IOException cause) {
    return new Failure(ErrorCode.KAFKA_STORAGE_ERROR, String.valueOf(cause.getMessage()));
  }

  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      Pending next = pending.peek();
      while (!observing && next != null && next.lastOffset() <= committedOffset) {
        pending.remove();
        proceed(next);
        next = pending.peek();
      }
    } finally {
      advancing = false;
    }
  }

  private void proceed(Pending next) {
    MetadataChanges changes = next.changes();
    if (changes == null) {
      next.answer().accept(null);
      return;
    }
    observing = true;
    observer.changed(
        changes,
        () -> {
          committed = changes.after();
          observing = false;
          next.answer().accept(null);
          advance();
        });
  }
}
