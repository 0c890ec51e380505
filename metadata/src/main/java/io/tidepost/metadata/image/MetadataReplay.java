package io.tidepost.metadata.image;

import io.tidepost.metadata.MetadataRecord;
import java.util.List;

/// Builds the image that a snapshot and the log behind it describe. Records of a transaction
/// (KIP-868) count once it has ended; one that never ended leaves no trace.
public final class MetadataReplay {

  private final MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
  private final MetadataTransactions transactions = new MetadataTransactions();
  private Provenance provenance = Provenance.EMPTY;

  /// Applies the records of one batch.
  ///
  /// @param upTo offset, leader epoch and time of the batch
  /// @throws IllegalStateException when a record does not fit what came before
  public void replay(List<MetadataRecord> records, Provenance upTo) {
    transactions.completed(records).forEach(delta::replay);
    provenance = upTo;
  }

  /// Moves on without records (control batches).
  public void skipTo(Provenance upTo) {
    provenance = upTo;
  }

  /// Whether a transaction has begun that has not ended.
  public boolean inTransaction() {
    return transactions.isOpen();
  }

  /// The image; nothing can be replayed afterwards.
  public MetadataImage image() {
    return delta.apply(provenance);
  }
}
