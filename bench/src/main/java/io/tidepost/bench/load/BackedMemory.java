package io.tidepost.bench.load;

import java.lang.foreign.Arena;

/// Memory that the host of a virtual machine has really given to it. Where hosts back memory at
/// first touch and take back what is free, whoever grows the page cache pays for that: a cost of
/// the machine, several times that of the broker's own work.
public final class BackedMemory {
  private BackedMemory() {}

  /// Touches `megabytes` of memory and frees them, so that the next pages that the kernel hands out
  /// are backed.
  public static void provide(long megabytes) {
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(megabytes * 1_000_000L);
    }
  }
}
