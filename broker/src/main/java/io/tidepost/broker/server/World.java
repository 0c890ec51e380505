package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemClock;
import io.tidepost.base.world.SystemRandomness;

/// What a node lives in, as far as it can be exchanged. Timers, threads and sockets are always the
/// machine's, and so is the consensus library's part of the metadata log where several nodes vote.
///
/// @param disk holds everything that the node keeps
/// @param clock tells the time that decisions go by; timers run on the machine's
/// @param randomness where ids come from
public record World(Disk disk, Clock clock, Randomness randomness) {

  /// The machine that this process runs on.
  public static final World MACHINE =
      new World(RealDisk.INSTANCE, SystemClock.INSTANCE, SystemRandomness.INSTANCE);
}
