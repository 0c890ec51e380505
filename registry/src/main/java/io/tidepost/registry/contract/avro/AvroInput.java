package io.tidepost.registry.contract.avro;

import io.tidepost.registry.contract.FieldPath;
import io.tidepost.registry.contract.MismatchException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The primitives of Avro's binary encoding, read from a payload that may be anything.
final class AvroInput {

  private final ByteBuffer in;
  private final FieldPath path;
  private @Nullable CharsetDecoder utf8;

  AvroInput(ByteBuffer payload, FieldPath path) {
    this.in = payload.slice();
    this.path = path;
  }

  int remaining() {
    return in.remaining();
  }

  private MismatchException ended(String expected) {
    return path.mismatch(expected, "the end of the data");
  }

  byte one(String expected) throws MismatchException {
    if (!in.hasRemaining()) {
      throw ended(expected);
    }
    return in.get();
  }

  void skip(long bytes, String expected) throws MismatchException {
    if (bytes > in.remaining()) {
      throw ended(expected);
    }
    in.position(in.position() + (int) bytes);
  }

  /// A zigzag varint of 64 bits.
  long number(String expected) throws MismatchException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = one(expected);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw path.mismatch(expected, "a number of more than 10 bytes");
  }

  int number32(String expected) throws MismatchException {
    long value = number(expected);
    if (value != (int) value) {
      throw path.mismatch(expected, "the number " + value + ", which needs more than 32 bits");
    }
    return (int) value;
  }

  /// The length of a string or of bytes, all of which are there.
  int length(String expected) throws MismatchException {
    long length = number(expected);
    if (length < 0 || length > in.remaining()) {
      throw path.mismatch(
          expected, "a length of " + length + " where " + in.remaining() + " bytes are left");
    }
    return (int) length;
  }

  void skipText(String expected) throws MismatchException {
    int length = length(expected);
    int end = in.position() + length;
    for (int i = in.position(); i < end; i++) {
      if (in.get(i) < 0) {
        decode(length, expected);
        break;
      }
    }
    in.position(end);
  }

  String text(String expected) throws MismatchException {
    int length = length(expected);
    String text = decode(length, expected);
    in.position(in.position() + length);
    return text;
  }

  private String decode(int length, String expected) throws MismatchException {
    CharsetDecoder decoder = utf8;
    if (decoder == null) {
      decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      utf8 = decoder;
    }
    try {
      return decoder.decode(in.slice(in.position(), length)).toString();
    } catch (CharacterCodingException e) {
      throw path.mismatch(expected, length + " bytes that are no UTF-8");
    }
  }
}
