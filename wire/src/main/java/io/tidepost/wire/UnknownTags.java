package io.tidepost.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tagged fields that a structure carries and this version of Tidepost does not know (KIP-482).
/// They are kept in their encoded form, tag, size, content, in the order they came in, and written
/// back as they are.
public final class UnknownTags {

  private byte[] encoded = new byte[16];
  private int length;
  private int count;

  /// Number of fields.
  public int count() {
    return count;
  }

  /// All of them in encoded form, one after the other.
  public ByteBuffer encoded() {
    return ByteBuffer.wrap(encoded, 0, length).slice().asReadOnlyBuffer();
  }

  /// Adds a field.
  ///
  /// @param tag its number, higher than every tag that the structure defines
  /// @param content its bytes, from position to limit
  public void add(int tag, ByteBuffer content) {
    int size = content.remaining();
    ensure(10 + size);
    putVarint(tag);
    putVarint(size);
    content.get(content.position(), encoded, length, size);
    length += size;
    count++;
  }

  private void ensure(int more) {
    if (length + more > encoded.length) {
      encoded = Arrays.copyOf(encoded, Math.max(length + more, 2 * encoded.length));
    }
  }

  private void putVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      encoded[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    encoded[length++] = (byte) rest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnknownTags tags && encoded().equals(tags.encoded());
  }

  @Override
  public int hashCode() {
    return encoded().hashCode();
  }

  @Override
  public String toString() {
    return count + " unknown tagged fields in " + length + " bytes";
  }
}
