package io.tidepost.registry.contract.avro;

import io.tidepost.registry.contract.FieldPath;
import io.tidepost.registry.contract.MismatchException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/// Walks a payload under its schema and keeps nothing of it.
final class AvroCheck {

  /// How deeply records may be nested.
  private static final int DEPTH_MAX = 1000;

  /// How many elements of no size at all (nulls, empty records) a payload may claim to have.
  private static final long EMPTY_ELEMENTS_MAX = 100_000;

  private final FieldPath path = new FieldPath();
  private final AvroInput in;
  private long emptyElements;

  private AvroCheck(ByteBuffer payload) {
    this.in = new AvroInput(payload, path);
  }

  static void check(Schema schema, ByteBuffer payload) throws MismatchException {
    AvroCheck check = new AvroCheck(payload);
    check.walk(schema);
    if (check.in.remaining() > 0) {
      throw check.path.mismatch(
          "the end of the data", check.in.remaining() + " bytes behind the last field");
    }
  }

  private void walk(Schema schema) throws MismatchException {
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> truth();
      case INT -> in.number32("int");
      case LONG -> in.number("long");
      case FLOAT -> in.skip(4, "float");
      case DOUBLE -> in.skip(8, "double");
      case BYTES -> in.skip(in.length("bytes"), "bytes");
      case STRING -> in.skipText("string");
      case FIXED -> in.skip(schema.getFixedSize(), "fixed " + schema.getFullName());
      case ENUM -> symbol(schema);
      case UNION -> walk(branch(schema));
      case RECORD -> record(schema);
      case ARRAY -> blocks(schema.getElementType(), false);
      case MAP -> blocks(schema.getValueType(), true);
    }
  }

  private void truth() throws MismatchException {
    byte value = in.one("boolean");
    if (value != 0 && value != 1) {
      throw path.mismatch("boolean", "the byte " + value);
    }
  }

  private void symbol(Schema schema) throws MismatchException {
    String expected = "one of " + schema.getEnumSymbols().size() + " symbols of ";
    long index = in.number(expected + schema.getFullName());
    if (index < 0 || index >= schema.getEnumSymbols().size()) {
      throw path.mismatch(expected + schema.getFullName(), "number " + index);
    }
  }

  private Schema branch(Schema schema) throws MismatchException {
    long index = in.number("a branch of the union");
    if (index < 0 || index >= schema.getTypes().size()) {
      throw path.mismatch(
          "one of the union's " + schema.getTypes().size() + " branches", "number " + index);
    }
    return schema.getTypes().get((int) index);
  }

  private void record(Schema schema) throws MismatchException {
    if (path.depth() > DEPTH_MAX) {
      throw path.mismatch("at most " + DEPTH_MAX + " levels", "one more");
    }
    for (Schema.Field field : schema.getFields()) {
      path.enter(field.name());
      walk(field.schema());
      path.leave();
    }
  }

  private void blocks(Schema element, boolean keyed) throws MismatchException {
    String expected = keyed ? "a block of the map" : "a block of the array";
    if (path.depth() > DEPTH_MAX) {
      throw path.mismatch("at most " + DEPTH_MAX + " levels", "one more");
    }
    path.enterElements();
    for (long count = in.number(expected); count != 0; count = in.number(expected)) {
      long left = count;
      if (count < 0) {
        if (count == Long.MIN_VALUE) {
          throw path.mismatch(expected, "a count of " + count);
        }
        left = -count;
        in.number(expected); // the block's size in bytes
      }
      for (; left > 0; left--) {
        int before = in.remaining();
        path.next();
        if (keyed) {
          path.enter(in.text("a key of the map"));
          walk(element);
          path.leave();
        } else {
          walk(element);
        }
        if (in.remaining() == before && ++emptyElements > EMPTY_ELEMENTS_MAX) {
          throw path.mismatch(
              "at most " + EMPTY_ELEMENTS_MAX + " elements without any data", "one more");
        }
      }
    }
    path.leave();
  }
}
