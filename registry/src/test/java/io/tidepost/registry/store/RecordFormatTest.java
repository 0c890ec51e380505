package io.tidepost.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The records of `_schemas`, byte for byte as other registries write and read them.
final class RecordFormatTest {

  private static final StoredSchema SCHEMA =
      new StoredSchema(
          SubjectName.of("orders-value"),
          2,
          7,
          new StoredSchema.Content(
              SchemaType.JSON,
              "{\"type\":\"object\"}",
              List.of(new SchemaReference("a.json", "a", 1)),
              null,
              null),
          false);

  private static void assertBoth(RegistryRecord record, String key, @Nullable String value)
      throws IOException {
    RecordFormat.Bytes bytes = RecordFormat.encode(record);
    assertEquals(key, new String(bytes.key(), StandardCharsets.UTF_8));
    byte[] written = bytes.value();
    if (value == null) {
      assertNull(written);
    } else {
      assertEquals(value, written == null ? "" : new String(written, StandardCharsets.UTF_8));
    }
    assertEquals(record, RecordFormat.decode(bytes.key(), written));
  }

  @Test
  void schemas() throws IOException {
    assertBoth(
        new RegistryRecord.SchemaStored(SCHEMA),
        "{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\",\"version\":2,\"magic\":1}",
        "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,\"schemaType\":\"JSON\","
            + "\"references\":[{\"name\":\"a.json\",\"subject\":\"a\",\"version\":1}],"
            + "\"schema\":\"{\\\"type\\\":\\\"object\\\"}\",\"deleted\":false}");
    assertBoth(
        new RegistryRecord.SchemaErased(SubjectName.of(":.c:s"), 1),
        "{\"keytype\":\"SCHEMA\",\"subject\":\":.c:s\",\"version\":1,\"magic\":1}",
        null);
  }

  @Test
  void deletions() throws IOException {
    assertBoth(
        new RegistryRecord.SubjectDeleted(SubjectName.of("s"), 3),
        "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
        "{\"subject\":\"s\",\"version\":3}");
    assertBoth(
        new RegistryRecord.SubjectCleared(SubjectName.of("s")),
        "{\"keytype\":\"CLEAR_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
        "{\"subject\":\"s\"}");
  }

  @Test
  void settings() throws IOException {
    var config =
        new SubjectConfig(JsonNodeFactory.instance.objectNode().put("compatibilityLevel", "FULL"));
    assertBoth(
        new RegistryRecord.ConfigSet(SubjectName.GLOBAL, config),
        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
        "{\"compatibilityLevel\":\"FULL\"}");
    assertBoth(
        new RegistryRecord.ConfigSet(SubjectName.of("s"), null),
        "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}",
        null);
    assertBoth(
        new RegistryRecord.ModeSet(SubjectName.of("s"), Mode.IMPORT),
        "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}",
        "{\"subject\":\"s\",\"mode\":\"IMPORT\"}");
  }

  @Test
  void noops() throws IOException {
    assertBoth(new RegistryRecord.Noop(Map.of()), "{\"keytype\":\"NOOP\",\"magic\":0}", null);
    assertBoth(
        new RegistryRecord.Noop(Map.of(".", 9)),
        "{\"keytype\":\"NOOP\",\"magic\":0}",
        "{\"idMax\":{\".\":9}}");
  }

  /// Fields and kinds of records that newer registries have are left alone.
  @Test
  void whatOthersWriteIsRead() throws IOException {
    assertEquals(
        new RegistryRecord.ModeSet(SubjectName.GLOBAL, Mode.READONLY),
        RecordFormat.decode(
            bytes("{\"magic\":0,\"subject\":null,\"keytype\":\"MODE\",\"more\":1}"),
            bytes("{\"mode\":\"READONLY\",\"tenant\":\"x\"}")));
    assertNull(RecordFormat.decode(bytes("{\"keytype\":\"SOMETHING\",\"magic\":0}"), bytes("{}")));
  }

  @Test
  void damageIsNamed() {
    byte[] key = bytes("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}");
    assertThrows(IOException.class, () -> RecordFormat.decode(bytes("{"), null));
    assertThrows(IOException.class, () -> RecordFormat.decode(key, bytes("{\"version\":\"x\"}")));
    assertThrows(
        IOException.class,
        () -> RecordFormat.decode(key, bytes("{\"version\":1,\"id\":1,\"schemaType\":\"XML\"}")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
