package io.tidepost.registry.contract.avro;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.registry.contract.FieldPath;
import io.tidepost.registry.contract.JsonWords;
import io.tidepost.registry.contract.MismatchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/// Writes JSON in Avro's binary encoding. Takes Avro's JSON encoding, and is content with less: the
/// value of a union needs no type around it when only one branch takes it, and a field that is
/// missing gets its default.
final class JsonToAvro {

  /// Values that are written for one record, those that were only tried included.
  private static final int STEPS_MAX = 10_000_000;

  private final FieldPath path = new FieldPath();
  private int steps;

  private JsonToAvro() {}

  static byte[] write(Schema schema, JsonNode json) throws MismatchException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new JsonToAvro().write(schema, json, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private void write(Schema schema, JsonNode json, BinaryEncoder out)
      throws MismatchException, IOException {
    if (++steps > STEPS_MAX) {
      throw path.mismatch("values that say which branches of unions they are", "too many guesses");
    }
    switch (schema.getType()) {
      case NULL -> {
        expect(json.isNull(), "null", json);
        out.writeNull();
      }
      case BOOLEAN -> {
        expect(json.isBoolean(), "boolean", json);
        out.writeBoolean(json.booleanValue());
      }
      case INT -> {
        expect(json.isIntegralNumber() && json.canConvertToInt(), "int", json);
        out.writeInt(json.intValue());
      }
      case LONG -> {
        expect(json.isIntegralNumber() && json.canConvertToLong(), "long", json);
        out.writeLong(json.longValue());
      }
      case FLOAT -> out.writeFloat((float) floating("float", json));
      case DOUBLE -> out.writeDouble(floating("double", json));
      case STRING -> {
        expect(json.isTextual(), "string", json);
        out.writeString(json.textValue());
      }
      case BYTES -> out.writeBytes(bytes("bytes", json));
      case FIXED -> {
        byte[] bytes = bytes("fixed " + schema.getFullName(), json);
        expect(
            bytes.length == schema.getFixedSize(),
            "%s of %d bytes".formatted(schema.getFullName(), schema.getFixedSize()),
            json);
        out.writeFixed(bytes);
      }
      case ENUM -> {
        expect(
            json.isTextual() && schema.hasEnumSymbol(json.textValue()),
            "one of " + schema.getEnumSymbols(),
            json);
        out.writeEnum(schema.getEnumOrdinal(json.textValue()));
      }
      case ARRAY -> array(schema, json, out);
      case MAP -> map(schema, json, out);
      case RECORD -> record(schema, json, out);
      case UNION -> union(schema, json, out);
    }
  }

  private void expect(boolean kept, String expected, JsonNode json) throws MismatchException {
    if (!kept) {
      throw path.mismatch(expected, JsonWords.of(json));
    }
  }

  private double floating(String expected, JsonNode json) throws MismatchException {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    return switch (json.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity", "INF" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
      default -> throw path.mismatch(expected, JsonWords.of(json));
    };
  }

  /// One character stands for one byte.
  private byte[] bytes(String expected, JsonNode json) throws MismatchException {
    expect(
        json.isTextual() && json.textValue().chars().allMatch(c -> c < 256),
        expected + " as characters up to \\u00ff",
        json);
    return json.textValue().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void array(Schema schema, JsonNode json, BinaryEncoder out)
      throws MismatchException, IOException {
    expect(json.isArray(), "array", json);
    out.writeArrayStart();
    out.setItemCount(json.size());
    path.enterElements();
    for (JsonNode element : json) {
      path.next();
      out.startItem();
      write(schema.getElementType(), element, out);
    }
    path.leave();
    out.writeArrayEnd();
  }

  private void map(Schema schema, JsonNode json, BinaryEncoder out)
      throws MismatchException, IOException {
    expect(json.isObject(), "map", json);
    out.writeMapStart();
    out.setItemCount(json.size());
    for (var entry : json.properties()) {
      path.enter(entry.getKey());
      out.startItem();
      out.writeString(entry.getKey());
      write(schema.getValueType(), entry.getValue(), out);
      path.leave();
    }
    out.writeMapEnd();
  }

  private void record(Schema schema, JsonNode json, BinaryEncoder out)
      throws MismatchException, IOException {
    expect(json.isObject(), "record " + schema.getFullName(), json);
    for (var entry : json.properties()) {
      if (schema.getField(entry.getKey()) == null) {
        path.enter(entry.getKey());
        throw path.mismatch("a field of " + schema.getFullName(), JsonWords.of(entry.getValue()));
      }
    }
    for (Schema.Field field : schema.getFields()) {
      path.enter(field.name());
      JsonNode value = json.get(field.name());
      if (value != null) {
        write(field.schema(), value, out);
      } else if (field.hasDefaultValue()) {
        new GenericDatumWriter<Object>(field.schema())
            .write(GenericData.get().getDefaultValue(field), out);
      } else {
        throw path.mismatch(typeName(field.schema()), "nothing");
      }
      path.leave();
    }
  }

  private static String typeName(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? "one of " + schema.getTypes().stream().map(Schema::getFullName).toList()
        : schema.getFullName();
  }

  private void union(Schema schema, JsonNode json, BinaryEncoder out)
      throws MismatchException, IOException {
    if (json.isObject() && json.size() == 1) {
      String name = json.fieldNames().next();
      Integer tagged = schema.getIndexNamed(name);
      if (tagged != null) {
        out.writeIndex(tagged);
        write(schema.getTypes().get(tagged), json.get(name), out);
        return;
      }
    }
    MismatchException last = null;
    int depth = path.depth();
    for (int i = 0; i < schema.getTypes().size(); i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder trial = EncoderFactory.get().directBinaryEncoder(bytes, null);
      try {
        write(schema.getTypes().get(i), json, trial);
        trial.flush();
        out.writeIndex(i);
        out.writeFixed(bytes.toByteArray());
        return;
      } catch (MismatchException e) {
        while (path.depth() > depth) {
          path.leave();
        }
        // What is wrong deep inside says more than that it is not null.
        if (last == null || e.path().length() > last.path().length()) {
          last = e;
        }
      }
    }
    if (last != null && last.path().length() > path.toString().length()) {
      throw last;
    }
    throw path.mismatch(typeName(schema), JsonWords.of(json));
  }
}
