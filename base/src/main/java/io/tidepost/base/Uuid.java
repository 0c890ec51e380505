package io.tidepost.base;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A 128-bit identifier in Kafka's form: topic ids, directory ids, cluster ids. Its text is
/// URL-safe Base64 without padding, 22 characters (KIP-516).
///
/// @param mostSignificantBits upper half
/// @param leastSignificantBits lower half
public record Uuid(long mostSignificantBits, long leastSignificantBits)
    implements Comparable<Uuid> {

  /// No identifier.
  public static final Uuid ZERO = new Uuid(0, 0);

  /// The topic id of `__cluster_metadata` (KIP-595).
  public static final Uuid ONE = new Uuid(0, 1);

  /// A random identifier that is neither reserved nor starts with `-`, so that it can be passed on
  /// a command line.
  public static Uuid random(Randomness randomness) {
    while (true) {
      long most = (randomness.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
      long least = (randomness.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      Uuid uuid = new Uuid(most, least);
      if (uuid.toString().charAt(0) != '-') {
        return uuid;
      }
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException when `text` is not 22 characters of URL-safe Base64
  public static Uuid parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an identifier: '" + text + "'", e);
    }
    if (bytes.length != 16) {
      throw new IllegalArgumentException(
          "not an identifier: '" + text + "' has " + bytes.length + " bytes instead of 16");
    }
    var buffer = java.nio.ByteBuffer.wrap(bytes);
    return new Uuid(buffer.getLong(), buffer.getLong());
  }

  // Written out: what the compiler puts here is linked at its first call, and every start pays.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Uuid uuid
        && mostSignificantBits == uuid.mostSignificantBits
        && leastSignificantBits == uuid.leastSignificantBits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(mostSignificantBits ^ leastSignificantBits);
  }

  @Override
  public String toString() {
    byte[] bytes =
        java.nio.ByteBuffer.allocate(16)
            .putLong(mostSignificantBits)
            .putLong(leastSignificantBits)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public int compareTo(Uuid other) {
    int upper = Long.compare(mostSignificantBits, other.mostSignificantBits);
    return upper != 0 ? upper : Long.compare(leastSignificantBits, other.leastSignificantBits);
  }
}
