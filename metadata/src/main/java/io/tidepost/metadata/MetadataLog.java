package io.tidepost.metadata;

import io.tidepost.metadata.image.MetadataImage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Where metadata records are made durable: the active controller appends, the engine behind this
/// seam says what is committed. With one voter an engine of our own, with several a consensus
/// library. All methods and callbacks belong to one thread, the metadata loop.
public interface MetadataLog extends Closeable {

  /// What the log tells its user, on the metadata loop.
  interface Listener {

    /// Everything up to `offset` is committed: it survives whatever the engine promises to survive.
    void committed(long offset);

    /// What was appended and is not committed is void, as if it had never been appended (a full
    /// disk); the log can be appended to again.
    void rejected(IOException cause);

    /// The log can take no more; what was not committed may or may not be there after a restart.
    void failed(IOException cause);
  }

  /// Leader epoch under which this node appends.
  int leaderEpoch();

  /// Offset of the next record.
  long nextOffset();

  /// Appends records as one unit: after a crash all of them are there or none.
  ///
  /// @param records at least one
  /// @param nowMillis wall-clock time, stored with the records
  /// @return offset of the last record; [Listener#committed], or another of its methods, follows
  long append(List<MetadataRecord> records, long nowMillis);

  /// Whether enough was appended since the last snapshot for a new one.
  boolean isSnapshotDue(long nowMillis);

  /// Writes a snapshot of `image`, in the background, and drops what it replaces. No effect while
  /// another one is being written.
  ///
  /// @param image a committed image
  void snapshot(MetadataImage image, long nowMillis);
}
