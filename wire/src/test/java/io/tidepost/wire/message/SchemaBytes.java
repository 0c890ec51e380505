package io.tidepost.wire.message;

import io.tidepost.wire.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Seeded content for a message in one version, as bytes, made from the schemas that Kafka itself
/// generates: each field of the version, nulls wherever they are allowed, tagged fields in and out,
/// tags that nobody knows, short and long lengths.
final class SchemaBytes {

  private static final List<String> TEXTS =
      List.of("", "a", "topic-1", "größer", "日本語", "🌊", "x".repeat(127), "y".repeat(300));

  private final RandomGenerator random;

  SchemaBytes(RandomGenerator random) {
    this.random = random;
  }

  ByteBuffer message(Schema schema) {
    WireWriter out = new WireWriter();
    struct(out, schema, 0);
    return out.toBuffer();
  }

  private void struct(WireWriter out, Schema schema, int depth) {
    for (BoundField field : schema.fields()) {
      value(out, field.def.type, depth + 1);
    }
  }

  private void value(WireWriter out, Type type, int depth) {
    if (type instanceof TaggedFields tagged) {
      tags(out, tagged, depth);
      return;
    }
    if (type instanceof Schema schema) {
      if (type.isNullable()) {
        boolean present = random.nextBoolean();
        out.writeInt8((byte) (present ? 1 : -1));
        if (!present) {
          return;
        }
      }
      struct(out, schema, depth);
      return;
    }
    if (type.isArray()) {
      array(out, type, depth);
      return;
    }
    primitive(out, type);
  }

  private boolean isCompact(Type type) {
    return type.getClass().getSimpleName().startsWith("Compact")
        || type.toString().startsWith("COMPACT");
  }

  private void array(WireWriter out, Type type, int depth) {
    boolean isNull = type.isNullable() && random.nextInt(4) == 0;
    int count = isNull ? -1 : random.nextInt(depth > 3 ? 2 : 4);
    if (isCompact(type)) {
      out.writeUnsignedVarint(count + 1);
    } else {
      out.writeInt32(count);
    }
    Type element = type.arrayElementType().orElseThrow();
    for (int i = 0; i < count; i++) {
      value(out, element, depth + 1);
    }
  }

  private void primitive(WireWriter out, Type type) {
    String name = type.toString();
    switch (name) {
      case "BOOLEAN" -> out.writeBoolean(random.nextBoolean());
      case "INT8" -> out.writeInt8((byte) random.nextInt());
      case "INT16", "UINT16" -> out.writeInt16((short) random.nextInt());
      case "INT32", "UINT32" -> out.writeInt32(random.nextInt(3) == 0 ? -1 : random.nextInt());
      case "INT64" -> out.writeInt64(random.nextInt(3) == 0 ? -1 : random.nextLong());
      case "FLOAT64" -> out.writeFloat64(random.nextDouble());
      case "UUID" -> {
        boolean zero = random.nextInt(4) == 0;
        out.writeInt64(zero ? 0 : random.nextLong());
        out.writeInt64(zero ? 0 : random.nextLong());
      }
      default -> sized(out, type, name);
    }
  }

  private void sized(WireWriter out, Type type, String name) {
    boolean text = name.endsWith("STRING");
    if (!text && !name.endsWith("BYTES") && !name.endsWith("RECORDS")) {
      throw new IllegalStateException("a type that this test does not know: " + name);
    }
    boolean isNull = type.isNullable() && random.nextInt(4) == 0;
    byte[] content = isNull ? new byte[0] : text ? text() : bytes();
    int length = isNull ? -1 : content.length;
    if (isCompact(type)) {
      out.writeUnsignedVarint(length + 1);
    } else if (text) {
      out.writeInt16((short) length);
    } else {
      out.writeInt32(length);
    }
    out.writeRaw(ByteBuffer.wrap(content));
  }

  private byte[] text() {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    String repeated = random.nextInt(200) == 0 ? text.repeat(50) : text;
    return repeated.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(50) == 0 ? 20_000 : random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private void tags(WireWriter out, TaggedFields type, int depth) {
    NavigableMap<Integer, ByteBuffer> present = new TreeMap<>();
    for (var entry : type.fields().entrySet()) {
      if (random.nextBoolean()) {
        present.put(entry.getKey(), tagged(entry.getValue(), depth));
      }
    }
    if (random.nextInt(8) == 0) {
      int unknown = 1000 + random.nextInt(100_000);
      present.put(unknown, ByteBuffer.wrap(bytes()));
      present.put(unknown + 1, ByteBuffer.allocate(0));
    }
    out.writeUnsignedVarint(present.size());
    present.forEach((tag, content) -> {
      out.writeUnsignedVarint(tag);
      out.writeUnsignedVarint(content.remaining());
      out.writeRaw(content);
    });
  }

  private ByteBuffer tagged(Field field, int depth) {
    WireWriter content = new WireWriter();
    if (field.type instanceof Schema schema && schema.isNullable()) {
      boolean some = random.nextBoolean();
      content.writeUnsignedVarint(some ? 1 : 0);
      if (some) {
        struct(content, schema, depth);
      }
    } else {
      value(content, field.type, depth + 1);
    }
    return content.toBuffer();
  }
}
