package io.tidepost.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The records of `_schemas` as bytes: keys and values in JSON, as the registries that are in use
/// write them, so that a topic can change hands.
public final class RecordFormat {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// A record as bytes.
  ///
  /// @param value `null` in a tombstone
  public record Bytes(byte[] key, byte @Nullable [] value) {}

  private RecordFormat() {}

  public static Bytes encode(RegistryRecord record) {
    return switch (record) {
      case RegistryRecord.SchemaStored stored ->
          bytes(
              schemaKey(stored.schema().subject(), stored.schema().version()),
              schemaValue(stored.schema()));
      case RegistryRecord.SchemaErased erased ->
          bytes(schemaKey(erased.subject(), erased.version()), null);
      case RegistryRecord.SubjectDeleted deleted ->
          bytes(
              subjectKey("DELETE_SUBJECT", deleted.subject()),
              MAPPER
                  .createObjectNode()
                  .put("subject", deleted.subject().toString())
                  .put("version", deleted.version()));
      case RegistryRecord.SubjectCleared cleared ->
          bytes(
              subjectKey("CLEAR_SUBJECT", cleared.subject()),
              MAPPER.createObjectNode().put("subject", cleared.subject().toString()));
      case RegistryRecord.ConfigSet set -> {
        SubjectConfig config = set.config();
        yield bytes(
            settingKey("CONFIG", set.subject()),
            config == null ? null : named(set.subject()).setAll(config.fields()));
      }
      case RegistryRecord.ModeSet set -> {
        Mode mode = set.mode();
        yield bytes(
            settingKey("MODE", set.subject()),
            mode == null ? null : named(set.subject()).put("mode", mode.name()));
      }
      case RegistryRecord.Noop noop ->
          bytes(key("NOOP").put("magic", 0), noop.idMax().isEmpty() ? null : idMax(noop));
    };
  }

  /// Bytes that a record takes, key and value.
  public static int size(RegistryRecord record) {
    Bytes bytes = encode(record);
    byte[] value = bytes.value();
    return bytes.key().length + (value == null ? 0 : value.length);
  }

  private static ObjectNode idMax(RegistryRecord.Noop noop) {
    ObjectNode node = MAPPER.createObjectNode();
    ObjectNode ids = node.putObject("idMax");
    noop.idMax().forEach(ids::put);
    return node;
  }

  private static Bytes bytes(ObjectNode key, @Nullable JsonNode value) {
    return new Bytes(
        key.toString().getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode key(String type) {
    return MAPPER.createObjectNode().put("keytype", type);
  }

  private static ObjectNode schemaKey(SubjectName subject, int version) {
    return key("SCHEMA").put("subject", subject.toString()).put("version", version).put("magic", 1);
  }

  private static ObjectNode subjectKey(String type, SubjectName subject) {
    return key(type).put("subject", subject.toString()).put("magic", 0);
  }

  private static ObjectNode settingKey(String type, SubjectName subject) {
    return key(type).put("subject", settingSubject(subject)).put("magic", 0);
  }

  private static @Nullable String settingSubject(SubjectName subject) {
    return subject.equals(SubjectName.GLOBAL) ? null : subject.toString();
  }

  private static ObjectNode named(SubjectName subject) {
    ObjectNode node = MAPPER.createObjectNode();
    String name = settingSubject(subject);
    return name == null ? node : node.put("subject", name);
  }

  private static ObjectNode schemaValue(StoredSchema schema) {
    StoredSchema.Content content = schema.content();
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("subject", schema.subject().toString())
            .put("version", schema.version())
            .put("id", schema.id());
    if (content.type() != SchemaType.AVRO) {
      node.put("schemaType", content.type().name());
    }
    if (!content.references().isEmpty()) {
      ArrayNode references = node.putArray("references");
      for (SchemaReference reference : content.references()) {
        references
            .addObject()
            .put("name", reference.name())
            .put("subject", reference.subject())
            .put("version", reference.version());
      }
    }
    if (content.metadata() != null) {
      node.set("metadata", content.metadata());
    }
    if (content.ruleSet() != null) {
      node.set("ruleSet", content.ruleSet());
    }
    return node.put("schema", content.text()).put("deleted", schema.deleted());
  }

  /// Reads a record.
  ///
  /// @return `null` when it is of a kind that says nothing to this registry
  /// @throws IOException when it is damaged; the message says how
  public static @Nullable RegistryRecord decode(byte[] key, byte @Nullable [] value)
      throws IOException {
    try {
      JsonNode keyNode = MAPPER.readTree(key);
      JsonNode valueNode = value == null ? null : MAPPER.readTree(value);
      return decode(keyNode, valueNode == null || valueNode.isNull() ? null : valueNode);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static @Nullable RegistryRecord decode(JsonNode key, @Nullable JsonNode value)
      throws IOException {
    SubjectName subject = SubjectName.of(key.path("subject").asText(""));
    return switch (key.path("keytype").asText("")) {
      case "SCHEMA" ->
          value == null
              ? new RegistryRecord.SchemaErased(subject, number(key, "version"))
              : new RegistryRecord.SchemaStored(schema(value));
      case "DELETE_SUBJECT" ->
          value == null
              ? null
              : new RegistryRecord.SubjectDeleted(subject, number(value, "version"));
      case "CLEAR_SUBJECT" -> value == null ? null : new RegistryRecord.SubjectCleared(subject);
      case "CONFIG" ->
          new RegistryRecord.ConfigSet(named(key), value == null ? null : config(value));
      case "MODE" -> new RegistryRecord.ModeSet(named(key), value == null ? null : mode(value));
      case "NOOP" -> new RegistryRecord.Noop(idMax(value));
      default -> null;
    };
  }

  private static Map<String, Integer> idMax(@Nullable JsonNode value) {
    Map<String, Integer> result = new TreeMap<>();
    if (value != null) {
      value
          .path("idMax")
          .properties()
          .forEach(each -> result.put(each.getKey(), each.getValue().asInt()));
    }
    return result;
  }

  private static SubjectName named(JsonNode key) {
    JsonNode subject = key.path("subject");
    return subject.isTextual() ? SubjectName.of(subject.asText()) : SubjectName.GLOBAL;
  }

  private static SubjectConfig config(JsonNode value) {
    ObjectNode fields = MAPPER.createObjectNode();
    value
        .properties()
        .forEach(each -> {
          if (SubjectConfig.NAMES.contains(each.getKey()) && !each.getValue().isNull()) {
            fields.set(each.getKey(), each.getValue());
          }
        });
    return new SubjectConfig(fields);
  }

  private static Mode mode(JsonNode value) throws IOException {
    Mode mode = Mode.of(value.path("mode").asText(""));
    if (mode == null) {
      throw new IOException("unknown mode '" + value.path("mode").asText("") + "'");
    }
    return mode;
  }

  private static int number(JsonNode node, String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isNumber()) {
      throw new IOException("field '" + field + "' is not a number: " + node);
    }
    return value.intValue();
  }

  private static StoredSchema schema(JsonNode value) throws IOException {
    SchemaType type = SchemaType.of(value.path("schemaType").asText(null));
    if (type == null) {
      throw new IOException("unknown schema type '" + value.path("schemaType").asText() + "'");
    }
    if (!value.path("schema").isTextual()) {
      throw new IOException("field 'schema' is not a text");
    }
    List<SchemaReference> references = new ArrayList<>();
    for (JsonNode reference : value.path("references")) {
      references.add(
          new SchemaReference(
              reference.path("name").asText(),
              reference.path("subject").asText(),
              number(reference, "version")));
    }
    var content =
        new StoredSchema.Content(
            type,
            value.get("schema").asText(),
            List.copyOf(references),
            value.get("metadata") instanceof ObjectNode metadata ? metadata : null,
            value.get("ruleSet") instanceof ObjectNode ruleSet ? ruleSet : null);
    return new StoredSchema(
        SubjectName.of(value.path("subject").asText("")),
        number(value, "version"),
        number(value, "id"),
        content,
        value.path("deleted").asBoolean(false));
  }
}
