package io.tidepost.wire;

import io.tidepost.base.Uuid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes messages in Kafka's primitive types, in one pass: sizes that are only known afterwards
/// are patched in. Everything goes into one growing buffer, except records, which are not copied
/// but remembered with the place they belong to. [#drainTo] hands out the whole in order.
///
/// One thread; made to be kept and reused through [#reset], so that a request costs no allocation
/// here. Methods that take `compact` write the lengths of flexible versions (KIP-482).
public final class WireWriter {

  /// Receives what was written, in order.
  public interface Sink {

    /// A stretch of plain bytes.
    ///
    /// @param buffer the writer's own: it is overwritten once the writer is reset
    /// @param from index of the first byte
    /// @param to index behind the last one
    void bytes(ByteBuffer buffer, int from, int to);

    /// Records, to be sent from where they are. Never empty.
    void records(RecordData records);
  }

  /// Where the buffer comes from.
  public interface Memory {

    /// A larger buffer.
    ///
    /// @param current what is in use; its bytes up to `used` must be in the new one as well, and it
    ///   is not used any more
    /// @param used bytes of `current` that count
    /// @param capacity the least capacity of the new one
    ByteBuffer grow(ByteBuffer current, int used, int capacity);
  }

  private static final Memory HEAP =
      (current, used, capacity) -> ByteBuffer.allocate(capacity).put(0, current, 0, used);

  private final Memory memory;
  private ByteBuffer buffer;
  private int position;

  /// Parallel lists: records, and where in the buffer each belongs.
  private final List<RecordData> records = new ArrayList<>();

  private int[] recordPositions = new int[4];
  private long recordBytes;

  /// A writer on the heap.
  public WireWriter() {
    this(ByteBuffer.allocate(1024), HEAP);
  }

  /// A writer into `buffer`, from index 0.
  ///
  /// @param memory asked when the buffer is too small
  public WireWriter(ByteBuffer buffer, Memory memory) {
    this.buffer = buffer;
    this.memory = memory;
  }

  /// Forgets what was written and keeps the buffer.
  public void reset() {
    position = 0;
    records.clear();
    recordBytes = 0;
  }

  /// Forgets what was written and goes on in another buffer, from index 0.
  public void reset(ByteBuffer buffer) {
    reset();
    this.buffer = buffer;
  }

  /// The buffer in use; it changes as it grows.
  public ByteBuffer buffer() {
    return buffer;
  }

  /// Index in the buffer of the next byte. Records do not count.
  public int position() {
    return position;
  }

  /// Everything written so far in bytes, records included.
  public long size() {
    return position + recordBytes;
  }

  /// Whether there are records among what was written.
  public boolean hasRecords() {
    return !records.isEmpty();
  }

  /// Hands out everything in order.
  public void drainTo(Sink sink) {
    int from = 0;
    for (int i = 0; i < records.size(); i++) {
      int to = recordPositions[i];
      if (to > from) {
        sink.bytes(buffer, from, to);
      }
      sink.records(records.get(i));
      from = to;
    }
    if (position > from) {
      sink.bytes(buffer, from, position);
    }
  }

  /// Everything in one new buffer on the heap.
  ///
  /// @throws IllegalStateException when records are not in memory
  public ByteBuffer toBuffer() {
    ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(size()));
    drainTo(
        new Sink() {
          @Override
          public void bytes(ByteBuffer bytes, int from, int to) {
            whole.put(whole.position(), bytes, from, to - from);
            whole.position(whole.position() + to - from);
          }

          @Override
          public void records(RecordData data) {
            if (!(data instanceof BufferRecords inMemory)) {
              throw new IllegalStateException("records are not in memory: " + data);
            }
            whole.put(inMemory.buffer().duplicate());
          }
        });
    return whole.flip();
  }

  private int reserve(int size) {
    int at = position;
    if (size > buffer.capacity() - at) {
      int wanted = Math.addExact(at, size);
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * buffer.capacity());
      buffer = memory.grow(buffer, at, Math.max(wanted, doubled));
    }
    position = at + size;
    return at;
  }

  public void writeBoolean(boolean value) {
    writeInt8((byte) (value ? 1 : 0));
  }

  public void writeInt8(byte value) {
    int at = reserve(1);
    buffer.put(at, value);
  }

  public void writeInt16(short value) {
    int at = reserve(2);
    buffer.putShort(at, value);
  }

  /// @param value 0 to 65,535
  public void writeUint16(int value) {
    if ((value & ~0xffff) != 0) {
      throw WireException.unwritable(value + " is not a uint16");
    }
    writeInt16((short) value);
  }

  public void writeInt32(int value) {
    int at = reserve(4);
    buffer.putInt(at, value);
  }

  /// @param value 0 to 4,294,967,295
  public void writeUint32(long value) {
    if ((value & ~0xffffffffL) != 0) {
      throw WireException.unwritable(value + " is not a uint32");
    }
    writeInt32((int) value);
  }

  public void writeInt64(long value) {
    int at = reserve(8);
    buffer.putLong(at, value);
  }

  public void writeFloat64(double value) {
    int at = reserve(8);
    buffer.putDouble(at, value);
  }

  public void writeUuid(Uuid value) {
    int at = reserve(16);
    buffer.putLong(at, value.mostSignificantBits());
    buffer.putLong(at + 8, value.leastSignificantBits());
  }

  public void writeUnsignedVarint(int value) {
    position = putVarint(reserve(5), value);
  }

  /// Returns the index behind it.
  private int putVarint(int start, int value) {
    int at = start;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer.put(at++, (byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put(at++, (byte) rest);
    return at;
  }

  /// Overwrites four bytes, such as a frame's size.
  ///
  /// @param at an index that was written before
  public void patchInt32(int at, int value) {
    buffer.putInt(at, value);
  }

  /// Plain bytes, without a length.
  public void writeRaw(ByteBuffer bytes) {
    int size = bytes.remaining();
    int at = reserve(size);
    buffer.put(at, bytes, bytes.position(), size);
  }

  /// @throws WireException when `value` is null
  public void checkPresent(String field, @Nullable Object value) {
    if (value == null) {
      throw WireException.unwritable(field + " must not be null");
    }
  }

  private void writeNull(String field, boolean wide, boolean compact, boolean nullable) {
    if (!nullable) {
      throw WireException.unwritable(field + " must not be null");
    }
    if (compact) {
      writeUnsignedVarint(0);
    } else if (wide) {
      writeInt32(-1);
    } else {
      writeInt16((short) -1);
    }
  }

  private void writeLength(int length, boolean wide, boolean compact) {
    if (compact) {
      writeUnsignedVarint(length + 1);
    } else if (wide) {
      writeInt32(length);
    } else {
      writeInt16((short) length);
    }
  }

  /// At most 32,767 bytes of UTF-8.
  public void writeString(String field, @Nullable String value, boolean compact, boolean nullable) {
    if (value == null) {
      writeNull(field, false, compact, nullable);
      return;
    }
    int start = position;
    int length = value.length();
    if (length > WireReader.STRING_LENGTH_MAX) {
      throw tooLong(field, length);
    }
    writeLength(length, false, compact);
    int at = reserve(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        position = start;
        writeEncoded(field, value, compact);
        return;
      }
      buffer.put(at + i, (byte) c);
    }
  }

  private void writeEncoded(String field, String value, boolean compact) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > WireReader.STRING_LENGTH_MAX) {
      throw tooLong(field, bytes.length);
    }
    writeLength(bytes.length, false, compact);
    int at = reserve(bytes.length);
    buffer.put(at, bytes);
  }

  private static WireException tooLong(String field, int length) {
    return WireException.unwritable(
        field
            + " is a string of "
            + length
            + " bytes, longer than "
            + WireReader.STRING_LENGTH_MAX);
  }

  /// Copies the bytes from position to limit.
  public void writeBytes(
      String field, @Nullable ByteBuffer value, boolean compact, boolean nullable) {
    if (value == null) {
      writeNull(field, true, compact, nullable);
      return;
    }
    writeLength(value.remaining(), true, compact);
    writeRaw(value);
  }

  /// Remembers the records; they are not copied.
  public void writeRecords(
      String field, @Nullable RecordData value, boolean compact, boolean nullable) {
    if (value == null) {
      writeNull(field, true, compact, nullable);
      return;
    }
    int size = value.sizeInBytes();
    writeLength(size, true, compact);
    if (size > 0) {
      int index = records.size();
      if (index == recordPositions.length) {
        recordPositions = java.util.Arrays.copyOf(recordPositions, 2 * index);
      }
      recordPositions[index] = position;
      records.add(value);
      recordBytes += size;
    }
  }

  /// An array's length; the elements follow.
  public void writeCount(String field, @Nullable List<?> value, boolean compact, boolean nullable) {
    if (value == null) {
      writeNull(field, true, compact, nullable);
    } else {
      writeLength(value.size(), true, compact);
    }
  }

  public void writeInt8List(
      String field, @Nullable List<Byte> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeInt8(value.get(i));
    }
  }

  public void writeInt16List(
      String field, @Nullable List<Short> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeInt16(value.get(i));
    }
  }

  public void writeInt32List(
      String field, @Nullable List<Integer> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeInt32(value.get(i));
    }
  }

  public void writeInt64List(
      String field, @Nullable List<Long> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeInt64(value.get(i));
    }
  }

  public void writeUuidList(
      String field, @Nullable List<Uuid> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeUuid(value.get(i));
    }
  }

  public void writeStringList(
      String field, @Nullable List<String> value, boolean compact, boolean nullable) {
    writeCount(field, value, compact, nullable);
    for (int i = 0; value != null && i < value.size(); i++) {
      writeString(field, value.get(i), compact, false);
    }
  }

  /// The tagged section of a structure that defines no tags.
  public void writeTags(@Nullable UnknownTags tags) {
    if (tags == null) {
      writeInt8((byte) 0);
    } else {
      writeUnsignedVarint(tags.count());
      writeRaw(tags.encoded());
    }
  }

  /// Starts a tagged section; [#endTags] puts in the count.
  ///
  /// @return to be handed to [#endTags]
  public int startTags() {
    return reserve(1);
  }

  /// Starts a tagged field; [#endTag] puts in its size.
  ///
  /// @return to be handed to [#endTag]
  public int startTag(int tag) {
    writeUnsignedVarint(tag);
    return reserve(1);
  }

  /// Ends a tagged field.
  public void endTag(int start) {
    patchVarint(start, position - start - 1);
  }

  /// Ends a tagged section, known fields first, those nobody here knows behind them.
  public void endTags(int start, int count, @Nullable UnknownTags unknown) {
    int total = count;
    if (unknown != null) {
      total += unknown.count();
      writeRaw(unknown.encoded());
    }
    patchVarint(start, total);
  }

  /// Puts a varint where one byte was kept free; what follows moves when it needs more.
  private void patchVarint(int at, int value) {
    if (value < 0x80) {
      buffer.put(at, (byte) value);
      return;
    }
    int end = position;
    // Bytes of the varint besides the first.
    int extra = (31 - Integer.numberOfLeadingZeros(value)) / 7;
    reserve(extra);
    buffer.put(at + 1 + extra, buffer, at + 1, end - at - 1);
    putVarint(at, value);
  }
}
