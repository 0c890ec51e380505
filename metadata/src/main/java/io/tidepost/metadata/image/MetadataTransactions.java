package io.tidepost.metadata.image;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.AbortTransactionRecord;
import io.tidepost.wire.record.BeginTransactionRecord;
import io.tidepost.wire.record.EndTransactionRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds back the records of a metadata transaction (KIP-868) until it has ended. This software
/// writes none; a log that Kafka began may have some.
public final class MetadataTransactions {

  private @Nullable List<MetadataRecord> open;

  /// What counts now that these records have come.
  ///
  /// @param records the next ones of the log
  /// @return those among them, and those held back, that are to be applied, in order
  /// @throws IllegalStateException when a transaction begins within another or ends without one
  public List<MetadataRecord> completed(List<MetadataRecord> records) {
    List<MetadataRecord> completed = new ArrayList<>(records.size());
    for (MetadataRecord record : records) {
      switch (record.message().apiKey()) {
        case BeginTransactionRecord.API_KEY -> begin((BeginTransactionRecord) record.message());
        case EndTransactionRecord.API_KEY -> completed.addAll(end());
        case AbortTransactionRecord.API_KEY -> end();
        default -> (open == null ? completed : open).add(record);
      }
    }
    return completed;
  }

  /// Whether a transaction has begun that has not ended.
  public boolean isOpen() {
    return open != null;
  }

  /// Forgets what was held back; a snapshot holds no open transaction.
  public void clear() {
    open = null;
  }

  private void begin(BeginTransactionRecord record) {
    if (open != null) {
      throw new IllegalStateException(
          "the metadata transaction '" + record.name + "' begins within another one");
    }
    open = new ArrayList<>();
  }

  private List<MetadataRecord> end() {
    List<MetadataRecord> ended = open;
    if (ended == null) {
      throw new IllegalStateException("a metadata transaction ends that has not begun");
    }
    open = null;
    return ended;
  }
}
