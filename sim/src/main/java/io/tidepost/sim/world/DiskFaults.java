package io.tidepost.sim.world;

import java.io.IOException;

/// What goes wrong with a [SimulatedDisk] while it runs. All off at first; chances are in a
/// thousand per operation.
public final class DiskFaults {

  private int writeErrors;
  private int syncErrors;
  private int readErrors;
  private long capacity = Long.MAX_VALUE;
  private long operationsUntilCrash = Long.MAX_VALUE;

  /// Chances of failing writes, syncs and reads.
  public void errors(int writes, int syncs, int reads) {
    writeErrors = writes;
    syncErrors = syncs;
    readErrors = reads;
  }

  /// Bytes that all files together may have.
  public void capacity(long bytes) {
    capacity = bytes;
  }

  long capacity() {
    return capacity;
  }

  /// Crashes in the middle of an operation that changes something.
  ///
  /// @param operations how many of them still succeed
  public void crashAfter(long operations) {
    operationsUntilCrash = operations;
  }

  /// No crash is planned.
  public void neverCrash() {
    operationsUntilCrash = Long.MAX_VALUE;
  }

  /// Counts an operation that changes something; whether this is the one to crash in.
  boolean crashesNow() {
    if (operationsUntilCrash == Long.MAX_VALUE) {
      return false;
    }
    return operationsUntilCrash-- <= 0;
  }

  boolean failsWrite(SeededRandomness random) {
    return writeErrors > 0 && random.nextInt(1000) < writeErrors;
  }

  boolean failsSync(SeededRandomness random) {
    return syncErrors > 0 && random.nextInt(1000) < syncErrors;
  }

  void checkRead(SeededRandomness random, String path) throws IOException {
    if (readErrors > 0 && random.nextInt(1000) < readErrors) {
      throw new IOException(path + ": simulated read error");
    }
  }
}
