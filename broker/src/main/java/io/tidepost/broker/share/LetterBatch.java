package io.tidepost.broker.share;

import io.tidepost.base.TopicPartition;
import io.tidepost.replica.share.DeadLetter;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.RecordHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Dead letters as they are written: one record for each that was given up, with headers that say
/// where it came from and why (KIP-1191).
///
/// @param bytes the batch
/// @param nextOffset first offset that is not in it
record LetterBatch(ByteBuffer bytes, long nextOffset) {

  /// What a record may need besides key, value and headers.
  private static final int RECORD_OVERHEAD = 40;

  private static final int HEADER_OVERHEAD = 10;

  /// @param from first offset to be in it
  /// @param sources what is copied, by offset
  /// @param bytesMax it is no larger, unless one record is
  static LetterBatch of(
      TopicPartition source,
      String groupId,
      DeadLetter letter,
      long from,
      Map<Long, LetterSource> sources,
      int bytesMax,
      long nowMillis) {
    BatchBuilder batch = new BatchBuilder();
    long next = from;
    while (next <= letter.lastOffset()) {
      LetterSource record = sources.get(next);
      ByteBuffer key = record == null ? null : record.key();
      ByteBuffer value = record == null ? null : record.value();
      List<RecordHeader> headers = headers(source, groupId, letter, next);
      int size = RECORD_OVERHEAD;
      size += key == null ? 0 : key.remaining();
      size += value == null ? 0 : value.remaining();
      for (RecordHeader header : headers) {
        ByteBuffer text = header.value();
        size += HEADER_OVERHEAD + header.name().length() + (text == null ? 0 : text.remaining());
      }
      if (batch.count() > 0 && batch.sizeInBytes() + size > bytesMax) {
        break;
      }
      batch.append(nowMillis, key, value, headers);
      next++;
    }
    return new LetterBatch(batch.build(), next);
  }

  private static List<RecordHeader> headers(
      TopicPartition source, String groupId, DeadLetter letter, long offset) {
    List<RecordHeader> headers = new ArrayList<>(6);
    headers.add(header("__dlq.errors.topic", source.topic()));
    headers.add(header("__dlq.errors.partition", String.valueOf(source.partition())));
    headers.add(header("__dlq.errors.offset", String.valueOf(offset)));
    headers.add(header("__dlq.errors.group", groupId));
    headers.add(header("__dlq.errors.delivery.count", String.valueOf(letter.deliveryCount())));
    headers.add(header("__dlq.errors.message", letter.cause().message()));
    return headers;
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }
}
