package io.tidepost.replica.share;

/// How strictly the most records of a fetch are taken (KIP-1206).
public enum AcquireMode {
  /// Whole batches of the log, so that the bound may be exceeded by the last one.
  BATCH_OPTIMIZED,
  /// Never more than the bound.
  RECORD_LIMIT
}
