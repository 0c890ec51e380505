package io.tidepost.log;

/// Who wrote the batches that are appended; decides which checks apply.
public enum AppendOrigin {
  /// A client's Produce request: sequences are checked, control batches refused.
  CLIENT,
  /// A coordinator of this node: transaction markers are allowed, sequences are not checked.
  COORDINATOR,
  /// A follower copying its leader: offsets and leader epochs are already in the batches and kept.
  REPLICATION
}
