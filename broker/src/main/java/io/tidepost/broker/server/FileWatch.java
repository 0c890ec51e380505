package io.tidepost.broker.server;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.security.ListenerGuards;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// Looks now and then at the files of certificates: they are renewed by tools that write files and
/// tell nobody.
///
/// @param guarding reads what has changed
/// @param loop where the timer runs
/// @param pool where files are looked at
/// @param ended whether the node has stopped
record FileWatch(ListenerGuards guarding, Loop loop, Executor pool, BooleanSupplier ended) {

  private static final long EVERY_MILLIS = 5000;

  void start() {
    loop.schedule(
        EVERY_MILLIS,
        () -> {
          if (!ended.getAsBoolean()) {
            pool.execute(guarding::lookAtFiles);
            start();
          }
        });
  }
}
