package io.tidepost.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;

/// The editions of JSON Schema.
public enum JsonDraft {
  DRAFT_4("http://json-schema.org/draft-04/schema"),
  DRAFT_6("http://json-schema.org/draft-06/schema"),
  DRAFT_7("http://json-schema.org/draft-07/schema"),
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema"),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema");

  private final String id;

  JsonDraft(String id) {
    this.id = id;
  }

  /// Identifier of the edition's meta-schema, without a fragment.
  public String id() {
    return id;
  }

  /// Whether keywords beside a `$ref` count (since 2019-09).
  public boolean keepsSiblingsOfReferences() {
    return compareTo(DRAFT_2019_09) >= 0;
  }

  /// Whether `prefixItems` and `items` are what `items` and `additionalItems` were before.
  public boolean hasPrefixItems() {
    return this == DRAFT_2020_12;
  }

  /// The edition that a document says it follows; draft 7 when it says none or one that is unknown.
  static JsonDraft of(JsonNode root) {
    String said = root.path("$schema").asText("");
    String bare = said.endsWith("#") ? said.substring(0, said.length() - 1) : said;
    for (JsonDraft draft : values()) {
      if (withoutScheme(draft.id).equals(withoutScheme(bare))) {
        return draft;
      }
    }
    return DRAFT_7;
  }

  private static String withoutScheme(String id) {
    return id.substring(id.indexOf(':') + 1);
  }
}
