package io.tidepost.log.producer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Kafka's producer snapshot file, version 1: version, CRC-32C of the rest, number of producers, 46
/// bytes each.
final class ProducerSnapshots {

  private static final short VERSION = 1;
  private static final int CRC_AT = 2;
  private static final int ENTRIES_AT = 6;
  private static final int ENTRY_SIZE = 46;

  private ProducerSnapshots() {}

  static ByteBuffer write(LongMap<ProducerEntry> producers) {
    List<ProducerEntry> entries = new ArrayList<>(producers.size());
    producers.forEach(entries::add);
    entries.sort((a, b) -> Long.compare(a.producerId, b.producerId));
    ByteBuffer bytes = ByteBuffer.allocate(ENTRIES_AT + 4 + ENTRY_SIZE * entries.size());
    bytes.putShort(VERSION).putInt(0).putInt(entries.size());
    for (ProducerEntry entry : entries) {
      bytes
          .putLong(entry.producerId)
          .putShort(entry.producerEpoch)
          .putInt(entry.lastSequence())
          .putLong(entry.lastOffset())
          .putInt(entry.lastOffsetDelta())
          .putLong(entry.lastTimestamp)
          .putInt(entry.coordinatorEpoch)
          .putLong(entry.transactionFirstOffset);
    }
    bytes.flip();
    bytes.putInt(CRC_AT, (int) crc(bytes));
    return bytes;
  }

  private static long crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.slice(ENTRIES_AT, bytes.limit() - ENTRIES_AT));
    return crc.getValue();
  }

  /// @return `null` when the content is not a whole, undamaged snapshot
  static @Nullable List<ProducerEntry> read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (content.length < ENTRIES_AT + 4
        || bytes.getShort() != VERSION
        || (bytes.getInt() & 0xffffffffL) != crc(bytes)) {
      return null;
    }
    int count = bytes.getInt();
    if (count < 0 || bytes.remaining() != (long) count * ENTRY_SIZE) {
      return null;
    }
    List<ProducerEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      var entry = new ProducerEntry(bytes.getLong());
      entry.producerEpoch = bytes.getShort();
      int lastSequence = bytes.getInt();
      long lastOffset = bytes.getLong();
      int offsetDelta = bytes.getInt();
      long timestamp = bytes.getLong();
      if (lastOffset >= 0) {
        entry.addBatch(lastSequence, lastOffset, offsetDelta, timestamp);
      }
      entry.lastTimestamp = timestamp;
      entry.coordinatorEpoch = bytes.getInt();
      entry.transactionFirstOffset = bytes.getLong();
      entries.add(entry);
    }
    return entries;
  }
}
