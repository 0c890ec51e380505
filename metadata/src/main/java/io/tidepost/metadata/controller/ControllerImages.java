package io.tidepost.metadata.controller;

import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The images of a controller, from the newest one that decisions look at back to the one that the
/// observer has acted upon, with the changes and the answers in between.
///
/// ```
///  observed ── changes ── … ── committed ── changes ── … ── newest
/// ```
final class ControllerImages {

  /// A step that waits for its commit or for the observer.
  ///
  /// @param changes what it changes, or `null`
  /// @param answer told `null` once it is committed and acted upon, else why it is not
  private record Step(
      long lastOffset, @Nullable MetadataChanges changes, Consumer<@Nullable Failure> answer) {}

  private final Controller.Observer observer;
  private MetadataImage newest;
  private MetadataImage committed;
  private MetadataImage observed;
  private long committedOffset;
  private final Queue<Step> steps = new ArrayDeque<>();
  private boolean observing;
  private boolean advancing;

  /// @param image where everything begins, committed and acted upon
  ControllerImages(MetadataImage image, Controller.Observer observer) {
    this.newest = image;
    this.committed = image;
    this.observed = image;
    this.committedOffset = image.provenance().lastOffset();
    this.observer = observer;
  }

  /// With everything that was appended, committed or not.
  MetadataImage newest() {
    return newest;
  }

  /// With everything that is committed.
  MetadataImage committed() {
    return committed;
  }

  /// With everything that the observer has acted upon.
  MetadataImage observed() {
    return observed;
  }

  /// Adds an answer that rests on the newest image and changes nothing.
  void add(Consumer<@Nullable Failure> answer) {
    steps.add(new Step(newest.provenance().lastOffset(), null, answer));
    advance();
  }

  /// Adds a change of the newest image.
  void add(MetadataChanges changes, Consumer<@Nullable Failure> answer) {
    newest = changes.after();
    steps.add(new Step(newest.provenance().lastOffset(), changes, answer));
    advance();
  }

  /// Adds a change that is committed already; nothing may be appended and not committed.
  void addCommitted(MetadataChanges changes) {
    committed = changes.after();
    committedOffset = committed.provenance().lastOffset();
    add(changes, why -> {});
  }

  /// The newest image, all of it committed, is known to reach further.
  void skipTo(MetadataImage same) {
    newest = same;
    committed = same;
    committedOffset = same.provenance().lastOffset();
  }

  void committed(long offset) {
    committedOffset = Math.max(committedOffset, offset);
    for (Step step : steps) {
      if (step.changes() != null && step.lastOffset() <= committedOffset) {
        committed = step.changes().after();
      }
    }
    advance();
  }

  /// Forgets what is not committed, and says why to those who wait for it.
  void discardUncommitted(Failure why) {
    newest = committed;
    List<Step> uncommitted = new ArrayList<>();
    steps.removeIf(step -> step.lastOffset() > committedOffset && uncommitted.add(step));
    uncommitted.forEach(step -> step.answer().accept(why));
  }

  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      Step next = steps.peek();
      while (!observing && next != null && next.lastOffset() <= committedOffset) {
        steps.remove();
        proceed(next);
        next = steps.peek();
      }
    } finally {
      advancing = false;
    }
  }

  private void proceed(Step next) {
    MetadataChanges changes = next.changes();
    if (changes == null) {
      next.answer().accept(null);
      return;
    }
    observing = true;
    observer.changed(
        changes,
        () -> {
          observed = changes.after();
          observing = false;
          next.answer().accept(null);
          advance();
        });
  }
}
