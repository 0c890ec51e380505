package io.tidepost.replica.share;

/// What a share partition asks of the shell around it. Nothing is done inside the calls that calls
/// the share partition back.
public interface SharePartitionEffects {

  /// Store this, then call [SharePartition#written]. There is never more than one write under way.
  void write(StateWrite write);

  /// Records became available, or there is room for more in flight: whoever waits should look.
  void recordsAvailable();

  /// Write these to the dead-letter topic, then call [SharePartition#deadLettered].
  void deadLetter(DeadLetter letter);
}
