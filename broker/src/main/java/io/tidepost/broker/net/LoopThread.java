package io.tidepost.broker.net;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

/// The thread of one event loop, which knows its loop.
final class LoopThread extends FastThreadLocalThread {

  private @Nullable NettyLoop loop;

  LoopThread(Runnable task, String name) {
    super(task, name);
  }

  /// The loop that runs on this thread; `null` before its first task.
  @Nullable NettyLoop loop() {
    return loop;
  }

  void loop(NettyLoop running) {
    loop = running;
  }
}
