package io.tidepost.metadata.image;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.AbortTransactionRecord;
import io.tidepost.wire.record.BeginTransactionRecord;
import io.tidepost.wire.record.EndTransactionRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the image that a snapshot and the log behind it describe. Records of a transaction
/// (KIP-868) count once it has ended; one that never ended leaves no trace.
public final class MetadataReplay {

  private final MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
  private @Nullable List<MetadataRecord> transaction;
  private Provenance provenance = Provenance.EMPTY;

  /// Applies the records of one batch.
  ///
  /// @param upTo offset, leader epoch and time of the batch
  /// @throws IllegalStateException when a record does not fit what came before
  public void replay(List<MetadataRecord> records, Provenance upTo) {
    for (MetadataRecord record : records) {
      switch (record.message().apiKey()) {
        case BeginTransactionRecord.API_KEY -> begin((BeginTransactionRecord) record.message());
        case EndTransactionRecord.API_KEY -> {
          transaction().forEach(delta::replay);
          transaction = null;
        }
        case AbortTransactionRecord.API_KEY -> {
          transaction();
          transaction = null;
        }
        default -> {
          if (transaction == null) {
            delta.replay(record);
          } else {
            transaction.add(record);
          }
        }
      }
    }
    provenance = upTo;
  }

  private void begin(BeginTransactionRecord record) {
    if (transaction != null) {
      throw new IllegalStateException(
          "the metadata transaction '" + record.name + "' begins within another one");
    }
    transaction = new ArrayList<>();
  }

  private List<MetadataRecord> transaction() {
    if (transaction == null) {
      throw new IllegalStateException("a metadata transaction ends that has not begun");
    }
    return transaction;
  }

  /// Moves on without records (control batches).
  public void skipTo(Provenance upTo) {
    provenance = upTo;
  }

  /// Whether a transaction has begun that has not ended.
  public boolean inTransaction() {
    return transaction != null;
  }

  /// The image; nothing can be replayed afterwards.
  public MetadataImage image() {
    return delta.apply(provenance);
  }
}
