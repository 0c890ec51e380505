package io.tidepost.coordinator.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the answer to one request goes. It is answered exactly once; later answers are dropped (a
/// write that was given up for late may still be committed). Used on the owner loop only.
///
/// @param <R> the answer
public final class Reply<R> {

  private @Nullable Consumer<R> receiver;

  /// @param receiver is called once, on the owner loop, never from within a decision
  public Reply(Consumer<R> receiver) {
    this.receiver = receiver;
  }

  /// Whether the answer is still owed.
  public boolean isPending() {
    return receiver != null;
  }

  void send(R answer) {
    Consumer<R> to = receiver;
    if (to != null) {
      receiver = null;
      to.accept(answer);
    }
  }
}
