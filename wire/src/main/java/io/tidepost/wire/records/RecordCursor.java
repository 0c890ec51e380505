package io.tidepost.wire.records;

import java.nio.ByteBuffer;

/// Walks uncompressed records, magic 2, one by one and allocates nothing. It knows where the parts
/// of the current record are, not what they mean. Whatever is inside out is reported as a
/// [BatchProblem], never thrown, and nothing is read outside the given range.
///
/// Layout of a record (Kafka's protocol guide, "Record"): length, attributes, timestamp delta,
/// offset delta, key, value, headers; all numbers but the attributes are zigzag varints.
public final class RecordCursor {

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int position;
  private int limit;
  private boolean broken;

  private int recordPosition;
  private int offsetDeltaPosition;
  private byte attributes;
  private long timestampDelta;
  private int offsetDelta;
  private int keyPosition;
  private int keyLength;
  private int valuePosition;
  private int valueLength;
  private int headerCount;
  private int headersPosition;

  /// Starts in front of the first record.
  ///
  /// @param from index of its first byte
  /// @param to index behind the last record
  public void start(ByteBuffer buffer, int from, int to) {
    this.buffer = buffer;
    this.position = from;
    this.limit = to;
  }

  /// Whether all bytes have been walked.
  public boolean atEnd() {
    return position == limit;
  }

  /// Steps onto the next record and checks all of it.
  ///
  /// @return [BatchProblem#NONE], or what is wrong with it
  public BatchProblem next() {
    broken = false;
    recordPosition = position;
    int end = limit;
    int length = varint(end);
    if (broken || length < 0 || length > end - position) {
      return BatchProblem.RECORD_LENGTH;
    }
    int recordEnd = position + length;
    if (length < 1) {
      return BatchProblem.RECORD_LENGTH;
    }
    attributes = buffer.get(position++);
    timestampDelta = varlong(recordEnd);
    offsetDeltaPosition = position;
    offsetDelta = varint(recordEnd);
    keyLength = varint(recordEnd);
    keyPosition = skip(keyLength, recordEnd);
    valueLength = varint(recordEnd);
    valuePosition = skip(valueLength, recordEnd);
    if (broken) {
      return BatchProblem.RECORD_STRUCTURE;
    }
    walkHeaders(recordEnd);
    return broken || position != recordEnd ? BatchProblem.RECORD_STRUCTURE : BatchProblem.NONE;
  }

  private void walkHeaders(int end) {
    headerCount = varint(end);
    headersPosition = position;
    // A header takes at least two bytes.
    if (headerCount < 0 || headerCount > (end - position) / 2) {
      broken = true;
      return;
    }
    for (int i = 0; i < headerCount && !broken; i++) {
      int nameLength = varint(end);
      if (nameLength < 0) {
        broken = true;
        return;
      }
      skip(nameLength, end);
      skip(varint(end), end);
    }
  }

  /// Moves over a key, value or name, -1 for null.
  private int skip(int length, int end) {
    int start = position;
    if (length < -1 || length > end - start) {
      broken = true;
      return start;
    }
    position = start + Math.max(0, length);
    return start;
  }

  /// A zigzag varint of at most 5 bytes; sets [#broken] when it does not end in time.
  private int varint(int end) {
    int at = position;
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (at >= end) {
        broken = true;
        return 0;
      }
      byte next = buffer.get(at++);
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        position = at;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    broken = true;
    return 0;
  }

  private long varlong(int end) {
    int at = position;
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        broken = true;
        return 0;
      }
      byte next = buffer.get(at++);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        position = at;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    broken = true;
    return 0;
  }

  /// The buffer that all positions are indexes of.
  public ByteBuffer buffer() {
    return buffer;
  }

  /// Where the current record starts, with its length.
  public int recordPosition() {
    return recordPosition;
  }

  /// Where the current record goes on behind its timestamp delta.
  public int offsetDeltaPosition() {
    return offsetDeltaPosition;
  }

  /// Behind the current record.
  public int endPosition() {
    return position;
  }

  /// Unused by Kafka so far.
  public byte attributes() {
    return attributes;
  }

  /// Milliseconds after the batch's base timestamp; may be negative.
  public long timestampDelta() {
    return timestampDelta;
  }

  /// Records after the batch's base offset.
  public int offsetDelta() {
    return offsetDelta;
  }

  public int keyPosition() {
    return keyPosition;
  }

  /// In bytes, -1 for null.
  public int keyLength() {
    return keyLength;
  }

  public int valuePosition() {
    return valuePosition;
  }

  /// In bytes, -1 for null.
  public int valueLength() {
    return valueLength;
  }

  public int headerCount() {
    return headerCount;
  }

  /// Where the first header starts.
  public int headersPosition() {
    return headersPosition;
  }
}
