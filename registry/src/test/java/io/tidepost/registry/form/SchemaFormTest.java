package io.tidepost.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Forms of the three kinds of schemas; what they make is taken by the schema's own codec.
class SchemaFormTest {

  private static final String AVRO =
      """
      {"type":"record","name":"Order","namespace":"shop","fields":[
        {"name":"id","type":"int","doc":"Counts up."},
        {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["WEB","TILL"]},"default":"TILL"},
        {"name":"note","type":["null","string"],"default":null},
        {"name":"paid","type":"boolean","default":false},
        {"name":"cook","type":{"type":"record","name":"Cook","fields":[
          {"name":"name","type":"string"},{"name":"tags","type":{"type":"array","items":"string"},"default":[]}]}}
      ]}
      """;

  private static final String JSON =
      """
      {"type":"object","required":["id"],"properties":{
        "id":{"type":"integer","description":"Counts up."},
        "kind":{"enum":["web","till"],"default":"till"},
        "cook":{"type":"object","properties":{"name":{"type":"string"}}},
        "tags":{"type":"array","items":{"type":"string"}}},
        "additionalProperties":false}
      """;

  private static final String PROTOBUF =
      """
      syntax = "proto3";
      message Order {
        int32 order_id = 1;
        Kind kind = 2;
        Cook cook = 3;
        repeated string tags = 4;
        enum Kind { WEB = 0; TILL = 1; }
        message Cook { string name = 1; bool head = 2; }
      }
      """;

  private static SchemaForm form(SchemaType type, String text) throws Exception {
    return SchemaForm.of(SchemaParser.parse(type, text, List.of()));
  }

  private static String names(SchemaForm form) {
    return form.fields().stream()
        .map(field -> field.name() + ":" + field.kind() + ":" + field.initial())
        .collect(Collectors.joining(" "));
  }

  /// What the form makes, written by the schema and read back.
  private static JsonNode through(SchemaForm form, Map<String, String> filled) throws Exception {
    ParsedSchema schema = form.schema();
    RecordCodec codec = RecordCodec.of(schema);
    return codec.toJson(ByteBuffer.wrap(codec.toPayload(form.value(filled))));
  }

  @Test
  void avroHasFieldsWithDefaultsChoicesAndBranches() throws Exception {
    SchemaForm form = form(SchemaType.AVRO, AVRO);
    assertEquals(
        "id:NUMBER: kind:CHOICE:TILL note:TEXT: paid:CHOICE:false cook.name:TEXT:"
            + " cook.tags:JSON:[]",
        names(form));
    assertEquals("Counts up.", form.fields().getFirst().says());
    JsonNode value =
        through(
            form,
            Map.of(
                "id",
                "7",
                "kind",
                "WEB",
                "note",
                "hot",
                "paid",
                "true",
                "cook.name",
                "ada",
                "cook.tags",
                "[\"vegan\"]"));
    assertEquals(
        "{\"id\":7,\"kind\":\"WEB\",\"note\":{\"string\":\"hot\"},\"paid\":true,"
            + "\"cook\":{\"name\":\"ada\",\"tags\":[\"vegan\"]}}",
        value.toString());
    Map<String, String> little =
        Map.of("id", "7", "kind", "WEB", "paid", "false", "cook.name", "", "cook.tags", "[]");
    assertTrue(through(form, little).path("note").isNull());
  }

  @Test
  void jsonLeavesOutWhatStaysEmpty() throws Exception {
    SchemaForm form = form(SchemaType.JSON, JSON);
    assertEquals("id:NUMBER: kind:CHOICE:till cook.name:TEXT: tags:JSON:", names(form));
    assertEquals(
        "{\"id\":7,\"cook\":{\"name\":\"ada\"}}",
        through(form, Map.of("id", "7", "cook.name", "ada")).toString());
  }

  @Test
  void protobufGoesByTheNamesInItsFile() throws Exception {
    SchemaForm form = form(SchemaType.PROTOBUF, PROTOBUF);
    assertEquals(
        "order_id:NUMBER: kind:CHOICE: cook.name:TEXT: cook.head:CHOICE: tags:JSON:", names(form));
    JsonNode value =
        through(
            form, Map.of("order_id", "7", "kind", "TILL", "cook.head", "true", "tags", "[\"a\"]"));
    assertEquals(7, value.path("order_id").asInt());
    assertEquals("TILL", value.path("kind").asText());
    assertTrue(value.path("cook").path("head").asBoolean());
  }

  @Test
  void aFieldThatIsFilledInWronglyIsNamed() throws Exception {
    SchemaForm form = form(SchemaType.AVRO, AVRO);
    for (Map<String, String> wrong :
        List.of(Map.of("id", "seven"), Map.<String, String>of(), Map.of("id", " "))) {
      SchemaForm.WrongFieldException failure =
          assertThrows(SchemaForm.WrongFieldException.class, () -> form.value(wrong));
      assertTrue(String.valueOf(failure.getMessage()).startsWith("id: "), failure::getMessage);
    }
  }
}
