package io.tidepost.console.cluster;

import io.tidepost.metadata.balance.Plan;
import org.jspecify.annotations.Nullable;

/// The plan that somebody looked at last, so that what they saw is what they start. Any thread.
public final class HeldPlan {

  private int id;
  private @Nullable Plan plan;

  /// Keeps a plan instead of the one before.
  ///
  /// @return by which it is asked for
  public synchronized int keep(Plan made) {
    plan = made;
    return ++id;
  }

  /// Takes it; it can be started once.
  ///
  /// @throws ConsoleFailure when another one was made meanwhile
  public synchronized Plan take(long wanted) {
    Plan found = plan;
    if (found == null || wanted != id) {
      throw new ConsoleFailure(
          409, "Another plan was made meanwhile, or it was started: look again.");
    }
    plan = null;
    return found;
  }
}
