package io.tidepost.sim.registry;

/// A rule that the modelled topic or the shell around the registry keeps; a test switches each of
/// them off to see that somebody notices.
public enum RegistryRule {
  /// All nodes write under one transactional id, so that whoever becomes the writer makes the
  /// writes of those before impossible.
  ONE_WRITER,
  /// Only what is committed is read.
  COMMITTED_READS,
  /// Who becomes the writer waits until what the one before committed is there to be read.
  BEGINNING_WAITS,
  /// A writer has read everything before it decides.
  CATCH_UP_BEFORE_DECIDING,
  /// What was decided before another node was the writer is decided again.
  DECIDES_AGAIN,
  /// Nobody is answered before it is committed.
  ANSWERS_AFTER_COMMIT,
  /// Nobody is answered before the node itself has read what it wrote.
  ANSWERS_AFTER_OWN_READ,
  /// A question waits for everything that was there when it was asked.
  QUESTIONS_CATCH_UP
}
