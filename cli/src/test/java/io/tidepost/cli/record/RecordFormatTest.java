package io.tidepost.cli.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Failure;
import io.tidepost.cli.schema.RegistryAddress;
import io.tidepost.cli.schema.SchemaCodecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {

  private static final SchemaCodecs NO_REGISTRY = new SchemaCodecs(new RegistryAddress().client());

  private static ConsumerRecord<byte[], byte[]> record(
      byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "orders",
        2,
        41L,
        1_769_846_400_000L,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.of(3));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String written(String format, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    var out = new ByteArrayOutputStream();
    RecordFormat.named(format, "\\t").write(record, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theSimpleFormats() throws IOException {
    var record = record(utf8("k"), utf8("v"), new RecordHeaders());
    assertEquals("v\n", written("value", record));
    assertEquals("k\tv\n", written("key-value", record));
    assertEquals("\t\n", written("key-value", record(null, null, new RecordHeaders())));
  }

  @Test
  void lettersAsInKcat() throws IOException {
    var headers = new RecordHeaders().add("h", utf8("1")).add("i", null);
    var record = record(null, utf8("värde"), (RecordHeaders) headers);
    assertEquals(
        "orders 2/41 @1769846400000 NULL -1 värde 6 h=1,i=NULL 100%\n",
        written("%t %p/%o @%T %k %K %s %S %h 100%%\\n", record));
  }

  @ParameterizedTest
  @ValueSource(strings = {"valeu", "%x", "%s %", "%s\\q", "%s\\x1"})
  void whatIsNoFormatIsRefused(String format) {
    assertThrows(Failure.class, () -> RecordFormat.named(format, "\\t"));
  }

  @Test
  void jsonHasAllPartsOfARecord() throws IOException {
    var headers = new RecordHeaders().add("h", utf8("1"));
    assertEquals(
        "{\"topic\":\"orders\",\"partition\":2,\"offset\":41,\"timestamp\":1769846400000,"
            + "\"timestampType\":\"CreateTime\",\"key\":null,\"valueBase64\":\"/w==\","
            + "\"headers\":[{\"name\":\"h\",\"value\":\"1\"}]}\n",
        written("json", record(null, new byte[] {(byte) 0xff}, (RecordHeaders) headers)));
  }

  /// What `consume -o json` prints, `produce --format json` reads: any bytes, nulls, headers.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void jsonComesBackAsItWas(long seed) throws IOException {
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      var headers = new RecordHeaders();
      for (int h = random.nextInt(3); h > 0; h--) {
        headers.add("h" + random.nextInt(2), bytes(random));
      }
      ConsumerRecord<byte[], byte[]> before = record(bytes(random), bytes(random), headers);
      var out = new ByteArrayOutputStream();
      new JsonFormat(false).write(before, out);
      var template = new RecordTemplate("copy", null, null, null, List.of(), false);
      var in = new LineReader(new ByteArrayInputStream(out.toByteArray()), "test", (byte) '\n');
      ProducerRecord<byte[], byte[]> after =
          new JsonRecords(in, template, true, NO_REGISTRY).next();
      assertTrue(after != null);
      assertArrayEquals(before.key(), after.key());
      assertArrayEquals(before.value(), after.value());
      assertEquals(before.headers(), after.headers());
      assertEquals(before.timestamp(), after.timestamp());
      assertEquals(before.partition(), after.partition());
    }
  }

  private static byte @Nullable [] bytes(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> utf8("text \"quoted\" \n\t ü \u2028 " + random.nextInt());
      case 2 -> new byte[0];
      default -> {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "[1]",
        "{\"value\":1}",
        "{\"valu\":\"x\"}",
        "{\"valueBase64\":\"%\"}",
        "{\"value\":\"x\",\"headers\":{}}",
        "{\"value\":\"x\",\"headers\":[{\"value\":\"y\"}]}",
        "{\"value\":\"x\""
      })
  void badJsonIsRefusedWithItsLine(String line) throws IOException {
    var template = new RecordTemplate("copy", null, null, null, List.of(), false);
    var in = new LineReader(new ByteArrayInputStream(utf8("\n" + line)), "in.json", (byte) '\n');
    var records = new JsonRecords(in, template, false, NO_REGISTRY);
    Failure failure = assertThrows(Failure.class, records::next);
    assertTrue(failure.sentence().contains("in.json, line 2"), failure.sentence());
  }

  @Test
  void keysStandBeforeTheSeparator() throws IOException {
    var template = new RecordTemplate("t", null, null, null, List.of(), true);
    var in = new LineReader(new ByteArrayInputStream(utf8("k::v::w\nx::\ny")), "in", (byte) '\n');
    var records = new LineRecords(in, template, utf8("::"));
    ProducerRecord<byte[], byte[]> first = records.next();
    ProducerRecord<byte[], byte[]> second = records.next();
    assertTrue(first != null && second != null);
    assertArrayEquals(utf8("k"), first.key());
    assertArrayEquals(utf8("v::w"), first.value());
    assertArrayEquals(utf8("x"), second.key());
    assertArrayEquals(null, second.value());
    Failure failure = assertThrows(Failure.class, records::next);
    assertTrue(failure.sentence().startsWith("in, line 3 has no key"), failure.sentence());
  }
}
