package io.tidepost.metadata;

import io.tidepost.metadata.image.MetadataImage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Where metadata records are made durable: the active controller appends, the engine behind this
/// seam says what is committed. With one voter an engine of our own, with several a consensus
/// library. All methods and callbacks belong to one thread, the metadata loop.
///
/// A node with one voter leads from the beginning. With several the engine says when this node
/// leads and when it does not:
///
/// ```
///              leads                      append, committed, rejected
///  follower ──────────▶ leader ─────────┐
///     ▲  replicated,                    │
///     │  restored                       │
///     └────────────── follows ──────────┘
/// ```
///
/// Offsets are dense: each record has the offset after that of the record before, whoever appended
/// it.
public interface MetadataLog extends Closeable {

  /// Stands for a leader that is not known.
  int NO_LEADER = -1;

  /// What the log tells its user, on the metadata loop.
  interface Listener {

    /// Everything up to `offset` is committed: it survives whatever the engine promises to survive.
    void committed(long offset);

    /// What was appended and is not committed is void, as if it had never been appended (a full
    /// disk); the log can be appended to again.
    void rejected(IOException cause);

    /// The log can take no more; what was not committed may or may not be there after a restart.
    void failed(IOException cause);

    /// This node leads: every record of earlier leader epochs that is committed has been handed
    /// over, and no other node's record follows. From now on this node may append.
    void leads(int leaderEpoch);

    /// This node does not lead, or does not any more. What it appended and is not committed is void
    /// for it: a unit of it that the next leader turns out to have comes as [#replicated].
    ///
    /// @param leaderId node id of the leader, [MetadataLog#NO_LEADER] when there is none to be seen
    void follows(int leaderId, int leaderEpoch);

    /// Committed records that this node did not append as the present leader, in the order of the
    /// log.
    ///
    /// @param records none when only the offset moves on
    /// @param lastOffset offset of the last of them
    /// @param leaderEpoch under which they were appended
    /// @param appendMillis wall-clock time at which they were appended
    void replicated(
        List<MetadataRecord> records, long lastOffset, int leaderEpoch, long appendMillis);

    /// A snapshot replaced everything; the log goes on behind it. Only while another node leads.
    ///
    /// @param image what the snapshot holds, all of it committed
    void restored(MetadataImage image);
  }

  /// Leader epoch under which this node appends.
  int leaderEpoch();

  /// Offset of the next record.
  long nextOffset();

  /// Appends records as one unit: after a crash all of them are there or none. Only while this node
  /// leads.
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
