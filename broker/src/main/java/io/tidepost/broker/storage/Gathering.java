package io.tidepost.broker.storage;

import java.util.concurrent.Phaser;

/// Waits for a number of things that happen elsewhere.
final class Gathering {

  private final Phaser phaser = new Phaser(1);

  /// One more is awaited.
  void expect() {
    phaser.register();
  }

  /// One of them happened.
  void arrived() {
    phaser.arriveAndDeregister();
  }

  /// Blocks until all happened.
  void await() {
    phaser.arriveAndAwaitAdvance();
  }
}
