package io.tidepost.log.producer;

import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The one record of a control batch that ends a transaction (Kafka's message format, "Control
/// Batches").
///
/// @param commit whether the transaction was committed, else aborted
/// @param coordinatorEpoch epoch of the transaction coordinator that wrote it
public record TransactionMarker(boolean commit, int coordinatorEpoch) {

  private static final int ABORT = 0;
  private static final int COMMIT = 1;

  /// Reads the marker; `null` when the control batch is of another kind (or was emptied by
  /// compaction).
  public static @Nullable TransactionMarker read(ByteBuffer b, int start) {
    if (BatchHeader.recordCount(b, start) < 1) {
      return null;
    }
    int end = start + BatchHeader.sizeInBytes(b, start);
    if (end > b.limit() || BatchHeader.codec(b, start) != 0) {
      return null;
    }
    try {
      ByteBuffer r = b.slice(start + BatchHeader.SIZE, end - start - BatchHeader.SIZE);
      varint(r); // length
      r.get(); // attributes
      varint(r); // timestamp delta
      varint(r); // offset delta
      int keyLength = (int) varint(r);
      int keyStart = r.position();
      int type = r.getShort(keyStart + 2);
      if (type != ABORT && type != COMMIT) {
        return null;
      }
      r.position(keyStart + keyLength);
      varint(r); // value length
      r.getShort(); // version
      return new TransactionMarker(type == COMMIT, r.getInt());
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static long varint(ByteBuffer b) {
    long raw = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = b.get();
      raw |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return (raw >>> 1) ^ -(raw & 1);
  }
}
