package io.tidepost.cli.load;

/// When a load ends, and who wants to know how it goes. Any thread.
interface Course {

  /// Whether nothing more is to be written.
  boolean isOver();

  /// A record was acknowledged.
  ///
  /// @param nanos when, by this process's counting clock
  void acknowledged(int partition, long nanos);

  /// One that ends at a moment of this process's counting clock.
  static Course until(long endNanos) {
    return new Course() {
      @Override
      public boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
      }

      @Override
      public void acknowledged(int partition, long nanos) {
        // The latencies say it all.
      }
    };
  }
}
