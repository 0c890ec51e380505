package io.tidepost.quorum;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A metadata log that is fed by fetching from the controllers, as long as this node does not vote.
/// Belongs to the metadata loop.
public interface FetchedMetadata {

  /// Whether this node votes, and so hears of everything without fetching.
  boolean votes();

  /// Whether this node votes and hears of nobody who leads: it may have been removed from the
  /// voters without being told.
  default boolean isAstray() {
    return false;
  }

  /// Takes note of who votes, as a node says that knows a leader; only what a node that is astray
  /// is told counts.
  default void learn(List<QuorumVoter> voters) {}

  /// Offset of the next record.
  long nextOffset();

  /// Takes committed batches. Those that are known already are passed over.
  ///
  /// @param batches whole batches, one behind the other
  /// @throws IOException when they are damaged or do not go on where this log ends
  void take(ByteBuffer batches) throws IOException;

  /// Takes a snapshot in place of everything, unless more is known already.
  ///
  /// @param snapshot a whole snapshot file
  /// @param endOffset offset behind its last record, as its name says
  /// @param epoch leader epoch of that record
  void restore(ByteBuffer snapshot, long endOffset, int epoch) throws IOException;

  /// Takes note of who leads.
  void leader(int id, int epoch);
}
