package io.tidepost.base;

/// Runs something later on the caller's own thread (event loop or simulator turn).
public interface Timers {

  /// Runs `task` once, `delayMillis` from now, on the thread that owns these timers.
  ///
  /// @param delayMillis milliseconds, 0 or more
  Timer schedule(long delayMillis, Runnable task);

  /// A task that has been scheduled.
  interface Timer {
    /// Makes sure the task does not start any more. Harmless when it already ran.
    void cancel();
  }
}
