package io.tidepost.registry.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A schema in JSON Schema, drafts 4 to 2020-12. What it refers to is in itself or in its
/// references; nothing is ever fetched.
public final class JsonSchema implements ParsedSchema {

  static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode root;
  private final JsonDraft draft;
  private final Map<String, JsonNode> references;

  private JsonSchema(JsonNode root, JsonDraft draft, Map<String, JsonNode> references) {
    this.root = root;
    this.draft = draft;
    this.references = references;
  }

  static JsonSchema parse(String text, List<ResolvedReference> references)
      throws InvalidSchemaException {
    JsonNode root = read(text);
    if (!root.isObject() && !root.isBoolean()) {
      throw new InvalidSchemaException(
          "Invalid JSON schema: a schema is an object or a boolean, this is " + root.getNodeType());
    }
    Map<String, JsonNode> known = new LinkedHashMap<>();
    for (ResolvedReference reference : references) {
      known.put(reference.name(), read(reference.text()));
    }
    JsonDraft draft = JsonDraft.of(root);
    JsonSchema schema = new JsonSchema(root, draft, known);
    JsonSchemaCheck.check(schema);
    return schema;
  }

  private static JsonNode read(String text) throws InvalidSchemaException {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new InvalidSchemaException("Invalid JSON schema: the text is empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidSchemaException("Invalid JSON schema: " + e.getOriginalMessage(), e);
    }
  }

  /// The whole document.
  public JsonNode root() {
    return root;
  }

  public JsonDraft draft() {
    return draft;
  }

  /// The documents that `$ref` may name, by their names.
  public Map<String, JsonNode> references() {
    return references;
  }

  @Override
  public SchemaType type() {
    return SchemaType.JSON;
  }

  @Override
  public String canonicalText() {
    return root.toString();
  }

  @Override
  public String normalizedText() {
    return NormalizedJson.print(root);
  }

  @Override
  public String name() {
    return root.path("title").asText("");
  }
}
