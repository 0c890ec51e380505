package io.tidepost.wire;

import io.tidepost.base.Uuid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor over the bytes of one message, in Kafka's primitive types. It trusts nothing: every
/// length and count is checked against the bytes that are left before anything is allocated for it,
/// and whatever is wrong is a [WireException].
///
/// `bytes` and `records` fields are slices of the buffer that was given, never copies: they are
/// good for as long as its owner leaves it alone. One thread; reusable through [#reset].
///
/// Methods that take `compact` read the lengths of flexible versions (KIP-482), else those of the
/// older ones; `nullable` says whether null is allowed.
public final class WireReader {

  /// No bytes.
  public static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /// Longest string on the wire, in bytes of UTF-8.
  public static final int STRING_LENGTH_MAX = 0x7fff;

  private static final int INITIAL_CAPACITY_MAX = 1024;

  private ByteBuffer buffer;
  private int position;
  private int limit;
  private byte[] scratch = new byte[0];

  /// A reader from the buffer's position to its limit; the buffer's own position never moves.
  public WireReader(ByteBuffer buffer) {
    this.buffer = buffer;
    reset(buffer);
  }

  /// Starts again on another buffer.
  public void reset(ByteBuffer buffer) {
    this.buffer = buffer;
    this.position = buffer.position();
    this.limit = buffer.limit();
  }

  /// Index of the next byte in the buffer.
  public int position() {
    return position;
  }

  /// Bytes that are left.
  public int remaining() {
    return limit - position;
  }

  /// @throws WireException when bytes are left, for messages that must fill their frame
  public void checkEnd(String message) {
    if (position != limit) {
      throw WireException.malformed(message + " is followed by " + remaining() + " bytes too many");
    }
  }

  private int take(int size) {
    int at = position;
    if (size > limit - at) {
      throw WireException.malformed(
          "truncated: " + size + " bytes wanted at " + at + ", " + (limit - at) + " left");
    }
    position = at + size;
    return at;
  }

  public boolean readBoolean() {
    return readInt8() != 0;
  }

  public byte readInt8() {
    return buffer.get(take(1));
  }

  public short readInt16() {
    return buffer.getShort(take(2));
  }

  public int readUint16() {
    return buffer.getShort(take(2)) & 0xffff;
  }

  public int readInt32() {
    return buffer.getInt(take(4));
  }

  public long readUint32() {
    return buffer.getInt(take(4)) & 0xffffffffL;
  }

  public long readInt64() {
    return buffer.getLong(take(8));
  }

  public double readFloat64() {
    return buffer.getDouble(take(8));
  }

  public Uuid readUuid() {
    int at = take(16);
    long most = buffer.getLong(at);
    long least = buffer.getLong(at + 8);
    return (most | least) == 0 ? Uuid.ZERO : new Uuid(most, least);
  }

  /// At most five bytes, 32 bits.
  public int readUnsignedVarint() {
    byte first = readInt8();
    if (first >= 0) {
      return first;
    }
    int value = first & 0x7f;
    for (int shift = 7; shift < 35; shift += 7) {
      byte next = readInt8();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        if (shift == 28 && (next & 0x70) != 0) {
          throw WireException.malformed("varint before " + position + " exceeds 32 bits");
        }
        return value;
      }
    }
    throw WireException.malformed("varint before " + position + " is longer than 5 bytes");
  }

  /// The length of a string, bytes or records: -1 for null, else not more than what is left.
  private int readLength(String field, boolean wide, boolean compact, boolean nullable) {
    int length = compact ? readUnsignedVarint() - 1 : wide ? readInt32() : readInt16();
    if (length < 0) {
      if (length == -1 && nullable) {
        return -1;
      }
      throw WireException.malformed(
          length == -1 ? field + " must not be null" : field + " has the length " + length);
    }
    if (length > limit - position) {
      throw WireException.malformed(
          field + " has the length " + length + ", but " + remaining() + " bytes are left");
    }
    return length;
  }

  /// Strict UTF-8 of at most 32,767 bytes.
  public @Nullable String readString(String field, boolean compact, boolean nullable) {
    int length = readLength(field, false, compact, nullable);
    if (length <= 0) {
      return length < 0 ? null : "";
    }
    if (length > STRING_LENGTH_MAX) {
      throw WireException.malformed(field + " is a string of " + length + " bytes");
    }
    int at = take(length);
    byte[] bytes;
    int from;
    if (buffer.hasArray()) {
      bytes = buffer.array();
      from = buffer.arrayOffset() + at;
    } else {
      bytes = scratch(length);
      from = 0;
      buffer.get(at, bytes, 0, length);
    }
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      checkUtf8(field, ByteBuffer.wrap(bytes, from, length));
    }
    return text;
  }

  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.min(STRING_LENGTH_MAX, Math.max(256, 2 * length))];
    }
    return scratch;
  }

  private static void checkUtf8(String field, ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw WireException.malformed(field + " is not valid UTF-8");
    }
  }

  /// A slice of the buffer.
  public @Nullable ByteBuffer readBytes(String field, boolean compact, boolean nullable) {
    int length = readLength(field, true, compact, nullable);
    return length < 0 ? null : buffer.slice(take(length), length);
  }

  /// A slice of the buffer.
  public @Nullable RecordData readRecords(String field, boolean compact, boolean nullable) {
    int length = readLength(field, true, compact, nullable);
    return length < 0 ? null : new BufferRecords(buffer.slice(take(length), length));
  }

  /// The number of elements of an array, -1 for null.
  ///
  /// @param least the fewest bytes that an element takes; the count is refused when that many bytes
  ///   for each are not left
  public int readCount(String field, int least, boolean compact, boolean nullable) {
    int count = compact ? readUnsignedVarint() - 1 : readInt32();
    if (count < 0) {
      if (count == -1 && nullable) {
        return -1;
      }
      throw WireException.malformed(
          count == -1 ? field + " must not be null" : field + " has " + count + " elements");
    }
    if ((long) count * least > limit - position) {
      throw WireException.malformed(
          field + " has " + count + " elements, but " + remaining() + " bytes are left");
    }
    return count;
  }

  /// The capacity to start a list of `count` elements with.
  public static int initialCapacity(int count) {
    return Math.min(count, INITIAL_CAPACITY_MAX);
  }

  public @Nullable List<Byte> readInt8List(String field, boolean compact, boolean nullable) {
    int count = readCount(field, 1, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<Byte> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      list.add(readInt8());
    }
    return list;
  }

  public @Nullable List<Short> readInt16List(String field, boolean compact, boolean nullable) {
    int count = readCount(field, 2, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<Short> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      list.add(readInt16());
    }
    return list;
  }

  public @Nullable List<Integer> readInt32List(String field, boolean compact, boolean nullable) {
    int count = readCount(field, 4, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<Integer> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      list.add(readInt32());
    }
    return list;
  }

  public @Nullable List<Long> readInt64List(String field, boolean compact, boolean nullable) {
    int count = readCount(field, 8, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<Long> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      list.add(readInt64());
    }
    return list;
  }

  public @Nullable List<Uuid> readUuidList(String field, boolean compact, boolean nullable) {
    int count = readCount(field, 16, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<Uuid> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      list.add(readUuid());
    }
    return list;
  }

  public @Nullable List<String> readStringList(String field, boolean compact, boolean nullable) {
    int count = readCount(field, compact ? 1 : 2, compact, nullable);
    if (count < 0) {
      return null;
    }
    List<String> list = new ArrayList<>(initialCapacity(count));
    for (int i = 0; i < count; i++) {
      String element = readString(field, compact, false);
      list.add(element == null ? "" : element);
    }
    return list;
  }

  /// The tagged section of a structure that defines no tags: null when there are none.
  public @Nullable UnknownTags readTags() {
    UnknownTags tags = null;
    for (int left = readTagCount(); left > 0; left--) {
      int tag = readUnsignedVarint();
      int end = readTagEnd(tag);
      tags = readTag(tags, tag, end);
    }
    return tags;
  }

  /// How many tagged fields follow.
  public int readTagCount() {
    int count = readUnsignedVarint();
    if (count < 0 || count > remaining() / 2) {
      throw WireException.malformed(
          Integer.toUnsignedString(count) + " tagged fields in " + remaining() + " bytes");
    }
    return count;
  }

  /// Reads a tagged field's size.
  ///
  /// @return the position where the field must end
  public int readTagEnd(int tag) {
    int size = readUnsignedVarint();
    if (size < 0 || size > limit - position) {
      throw WireException.malformed(
          "tagged field "
              + tag
              + " has "
              + Integer.toUnsignedString(size)
              + " bytes, "
              + remaining()
              + " are left");
    }
    return position + size;
  }

  /// Keeps a tagged field that nobody here knows.
  public UnknownTags readTag(@Nullable UnknownTags known, int tag, int end) {
    UnknownTags tags = known == null ? new UnknownTags() : known;
    tags.add(tag, buffer.slice(position, end - position));
    position = end;
    return tags;
  }

  /// @throws WireException when a tagged field was longer or shorter than announced
  public void checkTagEnd(int tag, int end) {
    if (position != end) {
      throw WireException.malformed(
          "tagged field " + tag + " ends at " + position + " instead of " + end);
    }
  }
}
