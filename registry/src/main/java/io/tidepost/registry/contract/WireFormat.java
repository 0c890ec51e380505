package io.tidepost.registry.contract;

import java.nio.ByteBuffer;

/// How a key or value names its schema: a byte 0, the schema's id in four bytes, and what was
/// encoded under the schema (Confluent's "wire format").
public final class WireFormat {

  /// Bytes in front of what was encoded.
  public static final int HEADER_SIZE = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /// The id that a key or value names.
  ///
  /// @param framed not changed
  /// @throws MismatchException when it names none
  public static int schemaId(ByteBuffer framed) throws MismatchException {
    if (framed.remaining() < HEADER_SIZE) {
      throw new MismatchException(
          "", "a schema id in front of the data", framed.remaining() + " bytes in all");
    }
    byte first = framed.get(framed.position());
    if (first != MAGIC) {
      throw new MismatchException(
          "",
          "a schema id behind a first byte 0x00",
          "first byte 0x%02x%s".formatted(first, first >= ' ' ? " '" + (char) first + "'" : ""));
    }
    return framed.getInt(framed.position() + 1);
  }

  /// Whether a key or value has the form. It may have it by chance.
  public static boolean hasSchemaId(ByteBuffer framed) {
    return framed.remaining() >= HEADER_SIZE && framed.get(framed.position()) == MAGIC;
  }

  /// What is behind the id.
  public static ByteBuffer payload(ByteBuffer framed) {
    return framed.slice(framed.position() + HEADER_SIZE, framed.remaining() - HEADER_SIZE);
  }

  /// Puts an id in front of what was encoded.
  public static byte[] frame(int schemaId, byte[] payload) {
    return ByteBuffer.allocate(HEADER_SIZE + payload.length)
        .put(MAGIC)
        .putInt(schemaId)
        .put(payload)
        .array();
  }
}
