package io.tidepost.sim.group;

import io.tidepost.sim.log.SimulationFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The committed offset of one partition, as those know it who commit: what is stored must be
/// something that somebody committed, and nothing that an acknowledged commit came after.
final class CommitRegister {

  private static final long OPEN = Long.MAX_VALUE;

  /// One commit; its offset says which.
  static final class Attempt {
    final long offset;
    private final long start;
    private long end = OPEN;
    private boolean acknowledged;
    private boolean refused;

    private Attempt(long offset, long start) {
      this.offset = offset;
      this.start = start;
    }

    @Override
    public String toString() {
      return "%d [%d, %s]%s"
          .formatted(
              offset,
              start,
              end == OPEN ? "..." : end,
              acknowledged ? " acknowledged" : refused ? " refused" : "");
    }
  }

  private final String name;
  private final List<Attempt> attempts = new ArrayList<>();
  private long now;

  CommitRegister(String name) {
    this.name = name;
  }

  /// Somebody commits.
  Attempt begin() {
    Attempt attempt = new Attempt(attempts.size() + 1L, ++now);
    attempts.add(attempt);
    return attempt;
  }

  void acknowledged(Attempt attempt) {
    attempt.acknowledged = true;
    attempt.end = ++now;
  }

  /// The coordinator said no: it must not be stored.
  void refused(Attempt attempt) {
    attempt.refused = true;
    attempt.end = ++now;
  }

  /// The node is gone: what has not arrived by now never will.
  void disconnected() {
    now++;
    for (Attempt attempt : attempts) {
      attempt.end = Math.min(attempt.end, now);
    }
  }

  /// @param stored `null` when nothing is
  void check(@Nullable Long stored) {
    if (stored == null) {
      attempts.stream()
          .filter(a -> a.acknowledged)
          .findFirst()
          .ifPresent(lost -> {
            throw new SimulationFailure(name + " is lost, committed was " + lost);
          });
      return;
    }
    if (stored < 1 || stored > attempts.size()) {
      throw new SimulationFailure(name + " is " + stored + ", which nobody committed");
    }
    Attempt found = attempts.get((int) (stored - 1));
    if (found.refused) {
      throw new SimulationFailure(name + " is " + found);
    }
    for (Attempt later : attempts) {
      if (later.acknowledged && later.start > found.end) {
        throw new SimulationFailure(name + " is " + found + ", lost is " + later);
      }
    }
  }
}
