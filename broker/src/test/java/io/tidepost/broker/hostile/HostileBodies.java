package io.tidepost.broker.hostile;

import io.tidepost.wire.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// Seeded bodies of requests, made from the schemas that Kafka itself generates: well formed, with
/// names of things that exist and of things that do not, and with values nobody would send in
/// earnest. What follows `body` may be spoilt by [#damage].
final class HostileBodies {

  private static final List<String> TEXTS =
      List.of(
          "",
          "prey",
          "missing",
          ".",
          "..",
          "a/b",
          "../../etc/passwd",
          "*",
          "(a+)+$",
          "((((((((((a{1,100}){1,100}){1,100}",
          "\u0000",
          "größer",
          "🌊",
          "x".repeat(249),
          "y".repeat(250),
          "z".repeat(32_000),
          "__consumer_offsets",
          "__transaction_state",
          "__share_group_state",
          "__cluster_metadata",
          "User:ANONYMOUS",
          "User:*",
          "retention.ms",
          "cleanup.policy",
          "-1",
          "9223372036854775807",
          "%s%n",
          "two\nlines {} \u001b[31m",
          "${file:/etc/passwd:x}");

  private static final List<String> TOPICS =
      List.of("prey", "prey-2", "missing", "__consumer_offsets", "a/b", "");

  private static final Map<String, List<String>> BY_FIELD =
      Map.of(
          "topic",
          TOPICS,
          "group",
          List.of("prey-group", "prey-classic", "missing", ""),
          "transactional",
          List.of("prey-id", "missing", ""),
          "member",
          List.of("", "prey-member", "missing"),
          "protocol_type",
          List.of("consumer", "connect", ""),
          "assignor",
          List.of("range", "uniform", "nobody-knows", ""),
          "client_id",
          List.of("prey", "*", ""),
          "config",
          List.of("retention.ms", "no.such.option", "min.insync.replicas", ""),
          "entity_type",
          List.of("user", "client-id", "ip", "nothing", ""));

  private static final long[] NUMBERS = {
    0, 1, 2, -1, -2, 7, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final SplittableRandom random;
  private final List<Uuid> topicIds;
  private final boolean internal;

  /// @param topicIds of topics that exist
  /// @param internal whether the broker's own topics may be named
  HostileBodies(SplittableRandom random, List<Uuid> topicIds, boolean internal) {
    this.random = random;
    this.topicIds = topicIds;
    this.internal = internal;
  }

  byte[] body(Schema schema) {
    var out = new WireWriter();
    struct(out, schema, 0);
    ByteBuffer made = out.toBuffer();
    byte[] bytes = new byte[made.remaining()];
    made.get(bytes);
    return bytes;
  }

  /// Flips bits, writes huge and negative lengths, cuts off, repeats, and puts something behind.
  byte[] damage(byte[] sound) {
    byte[] bytes = sound.clone();
    for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> fill(bytes, at, (byte) 0xff);
        case 3 -> {
          bytes[at] = 0x7f;
          fill(bytes, at + 1, (byte) 0xff);
        }
        case 4 -> bytes = java.util.Arrays.copyOf(bytes, at);
        case 5 -> bytes = spliced(bytes, at, random.nextInt(bytes.length));
        default -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      }
    }
    return bytes;
  }

  private static void fill(byte[] bytes, int from, byte value) {
    for (int at = from; at < Math.min(from + 4, bytes.length); at++) {
      bytes[at] = value;
    }
  }

  private static byte[] spliced(byte[] bytes, int to, int from) {
    byte[] result = new byte[to + bytes.length - from];
    System.arraycopy(bytes, 0, result, 0, to);
    System.arraycopy(bytes, from, result, to, bytes.length - from);
    return result;
  }

  private void struct(WireWriter out, Schema schema, int depth) {
    for (BoundField field : schema.fields()) {
      value(out, field.def.name.toLowerCase(Locale.ROOT), field.def.type, depth + 1);
    }
  }

  private void value(WireWriter out, String name, Type type, int depth) {
    if (type instanceof TaggedFields tagged) {
      tags(out, tagged, depth);
    } else if (type instanceof Schema schema) {
      if (type.isNullable()) {
        boolean present = random.nextInt(4) != 0;
        out.writeInt8((byte) (present ? 1 : -1));
        if (!present) {
          return;
        }
      }
      struct(out, schema, depth);
    } else if (type.isArray()) {
      array(out, name, type, depth);
    } else {
      primitive(out, name, type);
    }
  }

  private static boolean isCompact(Type type) {
    return type.getClass().getSimpleName().startsWith("Compact")
        || type.toString().startsWith("COMPACT");
  }

  private void array(WireWriter out, String name, Type type, int depth) {
    boolean isNull = type.isNullable() && random.nextInt(6) == 0;
    boolean repeated = depth <= 3 && random.nextInt(25) == 0;
    int count = isNull ? -1 : repeated ? 150 : random.nextInt(depth > 3 ? 2 : 4);
    if (isCompact(type)) {
      out.writeUnsignedVarint(count + 1);
    } else {
      out.writeInt32(count);
    }
    Type element = type.arrayElementType().orElseThrow();
    if (repeated) {
      var one = new WireWriter();
      value(one, name, element, depth + 1);
      for (int i = 0; i < count; i++) {
        out.writeRaw(one.toBuffer());
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      value(out, name, element, depth + 1);
    }
  }

  private void primitive(WireWriter out, String name, Type type) {
    switch (type.toString()) {
      case "BOOLEAN" -> out.writeBoolean(random.nextBoolean());
      case "INT8" -> out.writeInt8((byte) number(name));
      case "INT16", "UINT16" -> out.writeInt16((short) number(name));
      case "INT32", "UINT32" -> out.writeInt32((int) number(name));
      case "INT64" -> out.writeInt64(number(name));
      case "FLOAT64" -> out.writeFloat64(random.nextInt(3) == 0 ? Double.NaN : random.nextDouble());
      case "UUID" -> {
        Uuid id =
            switch (random.nextInt(4)) {
              case 0 -> Uuid.ZERO_UUID;
              case 1 -> new Uuid(random.nextLong(), random.nextLong());
              default -> topicIds.get(random.nextInt(topicIds.size()));
            };
        out.writeInt64(id.getMostSignificantBits());
        out.writeInt64(id.getLeastSignificantBits());
      }
      default -> sized(out, name, type);
    }
  }

  private long number(String name) {
    if (name.contains("timeout") || name.contains("wait")) {
      return random.nextInt(5) == 0 ? Integer.MIN_VALUE : random.nextInt(52) - 1;
    }
    if (random.nextInt(3) > 0) {
      return random.nextInt(4) - 1;
    }
    return random.nextInt(4) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private void sized(WireWriter out, String name, Type type) {
    String kind = type.toString();
    boolean text = kind.endsWith("STRING");
    boolean isNull = type.isNullable() && random.nextInt(5) == 0;
    byte[] content =
        isNull ? new byte[0] : text ? text(name) : kind.endsWith("RECORDS") ? records() : bytes();
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

  private byte[] text(String name) {
    List<String> from = TEXTS;
    if (random.nextInt(4) != 0) {
      for (var entry : BY_FIELD.entrySet()) {
        if (name.contains(entry.getKey())) {
          from = entry.getValue();
        }
      }
      if (name.equals("name")) {
        from = TOPICS;
      }
    }
    String text = from.get(random.nextInt(from.size()));
    return (internal || !text.startsWith("__") ? text : "prey").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(40) == 0 ? 20_000 : random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A batch as a client makes it, more often than not spoilt.
  private byte[] records() {
    Compression codec =
        switch (random.nextInt(5)) {
          case 0 -> Compression.gzip().build();
          case 1 -> Compression.snappy().build();
          case 2 -> Compression.lz4().build();
          case 3 -> Compression.zstd().build();
          default -> Compression.NONE;
        };
    List<SimpleRecord> records = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      byte[] key = random.nextInt(3) == 0 ? null : bytes();
      records.add(new SimpleRecord(timestamp(), key, bytes()));
    }
    ByteBuffer made =
        MemoryRecords.withRecords(codec, records.toArray(new SimpleRecord[0])).buffer();
    byte[] batch = new byte[made.remaining()];
    made.get(batch);
    return random.nextInt(3) == 0 ? batch : damage(batch);
  }

  private long timestamp() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> -1;
      case 2 -> 0;
      default -> 1_700_000_000_000L;
    };
  }

  /// Tagged fields; now and then twice the same, or in the wrong order.
  private void tags(WireWriter out, TaggedFields type, int depth) {
    List<Map.Entry<Integer, ByteBuffer>> present = new ArrayList<>();
    type.fields()
        .forEach((tag, field) -> {
          if (random.nextBoolean()) {
            present.add(Map.entry(tag, tagged(field, depth)));
          }
        });
    if (random.nextInt(10) == 0) {
      var unknown = Map.entry(1000 + random.nextInt(1000), ByteBuffer.wrap(bytes()));
      present.add(unknown);
      if (random.nextInt(3) == 0) {
        present.add(unknown);
      }
    }
    if (!present.isEmpty() && random.nextInt(20) == 0) {
      present.add(present.getFirst());
    }
    out.writeUnsignedVarint(present.size());
    present.forEach(entry -> {
      out.writeUnsignedVarint(entry.getKey());
      out.writeUnsignedVarint(entry.getValue().remaining());
      out.writeRaw(entry.getValue().duplicate());
    });
  }

  private ByteBuffer tagged(Field field, int depth) {
    var content = new WireWriter();
    String name = field.name.toLowerCase(Locale.ROOT);
    if (field.type instanceof Schema schema && schema.isNullable()) {
      boolean some = random.nextBoolean();
      content.writeUnsignedVarint(some ? 1 : 0);
      if (some) {
        struct(content, schema, depth);
      }
    } else {
      value(content, name, field.type, depth + 1);
    }
    return content.toBuffer();
  }
}
