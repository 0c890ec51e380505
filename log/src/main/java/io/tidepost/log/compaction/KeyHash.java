package io.tidepost.log.compaction;

import java.nio.ByteBuffer;

/// SipHash-2-4 with 128 bits over record keys. The secret makes it impossible to choose keys that
/// collide, as one can with an unkeyed hash; by accident two of a billion keys collide with a
/// probability of 2^-69. Not thread-safe: the result stands in the object, so that nothing is
/// allocated per record.
public final class KeyHash {

  private static final int WORD = 8;

  private final long secret0;
  private final long secret1;
  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long low;
  private long high;

  /// @param secret0 half of the secret, random
  /// @param secret1 the other half
  public KeyHash(long secret0, long secret1) {
    this.secret0 = secret0;
    this.secret1 = secret1;
  }

  /// Hashes `length` bytes from the buffer's index `from` on; the buffer is big endian.
  void hash(ByteBuffer bytes, int from, int length) {
    v0 = secret0 ^ 0x736f6d6570736575L;
    v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = secret0 ^ 0x6c7967656e657261L;
    v3 = secret1 ^ 0x7465646279746573L;
    int whole = length - length % WORD;
    for (int i = 0; i < whole; i += WORD) {
      word(Long.reverseBytes(bytes.getLong(from + i)));
    }
    long last = (long) length << 56;
    for (int i = whole; i < length; i++) {
      last |= (bytes.get(from + i) & 0xffL) << (WORD * (i - whole));
    }
    word(last);
    v2 ^= 0xee;
    rounds(4);
    low = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    rounds(4);
    high = v0 ^ v1 ^ v2 ^ v3;
  }

  private void word(long m) {
    v3 ^= m;
    rounds(2);
    v0 ^= m;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }

  /// First half of the last hash.
  long low() {
    return low;
  }

  /// Second half of the last hash.
  long high() {
    return high;
  }
}
