package io.tidepost.wire.records;

import io.tidepost.wire.Message;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.EndTxnMarker;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Control records: what a broker writes into a log besides data. The key names the type (version
/// and type, two bytes each), the value is a message of that type.
public final class ControlRecords {

  /// Types by number.
  public static final short ABORT = 0;

  public static final short COMMIT = 1;
  public static final short LEADER_CHANGE = 2;
  public static final short SNAPSHOT_HEADER = 3;
  public static final short SNAPSHOT_FOOTER = 4;
  public static final short KRAFT_VERSION = 5;
  public static final short KRAFT_VOTERS = 6;

  private ControlRecords() {}

  /// The key of a control record.
  public static ByteBuffer key(short type) {
    return ByteBuffer.allocate(4).putShort((short) 0).putShort(type).flip();
  }

  /// The type that a control record's key names; -1 when the key is not one.
  public static short type(@Nullable ByteBuffer key) {
    return key == null || key.remaining() < 4 ? -1 : key.getShort(key.position() + 2);
  }

  /// Appends a control record to a batch that [BatchBuilder#control] was called on.
  ///
  /// @param message the value; its own first field repeats the version
  /// @param version the version to write it in
  public static void append(
      BatchBuilder batch, long timestamp, short type, Message message, short version) {
    WireWriter out = new WireWriter();
    message.write(out, version);
    batch.append(timestamp, key(type), out.toBuffer(), List.of());
  }

  /// The batch that ends a transaction in one partition, to be placed by the log.
  ///
  /// @param commit false to abort
  public static ByteBuffer transactionMarker(
      long timestamp, long producerId, short producerEpoch, boolean commit, int coordinatorEpoch) {
    EndTxnMarker marker = new EndTxnMarker();
    marker.coordinatorEpoch = coordinatorEpoch;
    WireWriter out = new WireWriter();
    out.writeInt16((short) 0);
    marker.write(out, (short) 0);
    return new BatchBuilder()
        .producer(producerId, producerEpoch, -1)
        .transactional()
        .control()
        .append(timestamp, key(commit ? COMMIT : ABORT), out.toBuffer(), List.of())
        .build();
  }
}
