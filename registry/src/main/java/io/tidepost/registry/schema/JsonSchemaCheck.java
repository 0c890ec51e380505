package io.tidepost.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks that a document is a schema of its edition: it satisfies the meta-schema, and every
/// `$ref` leads somewhere.
final class JsonSchemaCheck {

  private static final int MESSAGES_MAX = 5;

  private static final Map<JsonDraft, com.networknt.schema.JsonSchema> META =
      Collections.synchronizedMap(new EnumMap<>(JsonDraft.class));

  private final JsonPointers pointers;
  private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private JsonSchemaCheck(JsonPointers pointers) {
    this.pointers = pointers;
  }

  static void check(JsonSchema schema) throws InvalidSchemaException {
    Set<ValidationMessage> faults = meta(schema.draft()).validate(schema.root());
    if (!faults.isEmpty()) {
      throw new InvalidSchemaException(
          "Invalid JSON schema: "
              + faults.stream()
                  .map(ValidationMessage::getMessage)
                  .sorted()
                  .limit(MESSAGES_MAX)
                  .collect(Collectors.joining("; ")));
    }
    new JsonSchemaCheck(new JsonPointers(schema)).references(schema.root(), schema.root());
  }

  private static com.networknt.schema.JsonSchema meta(JsonDraft draft) {
    return META.computeIfAbsent(
        draft,
        d ->
            JsonSchemaFactory.getInstance(flag(d))
                .getSchema(SchemaLocation.of(d.id() + (d.keepsSiblingsOfReferences() ? "" : "#"))));
  }

  private static VersionFlag flag(JsonDraft draft) {
    return switch (draft) {
      case DRAFT_4 -> VersionFlag.V4;
      case DRAFT_6 -> VersionFlag.V6;
      case DRAFT_7 -> VersionFlag.V7;
      case DRAFT_2019_09 -> VersionFlag.V201909;
      case DRAFT_2020_12 -> VersionFlag.V202012;
    };
  }

  private void references(JsonNode node, JsonNode document) throws InvalidSchemaException {
    if (!seen.add(node)) {
      return;
    }
    JsonNode reference = node.path("$ref");
    if (reference.isTextual()) {
      JsonPointers.Target target = pointers.find(reference.asText(), document);
      if (target == null) {
        throw new InvalidSchemaException(
            "Invalid JSON schema: $ref '"
                + reference.asText()
                + "' leads nowhere: it is neither in the document nor among the references");
      }
      references(target.node(), target.document());
    }
    for (var field : node.properties()) {
      if (field.getValue().isContainerNode() && !isData(field.getKey())) {
        references(field.getValue(), document);
      }
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        references(element, document);
      }
    }
  }

  /// Keywords whose values are data, not schemas.
  private static boolean isData(String keyword) {
    return switch (keyword) {
      case "const", "enum", "default", "examples" -> true;
      default -> false;
    };
  }
}
