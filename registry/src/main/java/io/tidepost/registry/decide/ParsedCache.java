package io.tidepost.registry.decide;

import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Remembers parsed schemas, the least used ones not for long. Texts decide, so nothing has to be
/// forgotten when something changes.
public final class ParsedCache {

  private record Key(SchemaType type, String text, List<ResolvedReference> references) {}

  private final Map<Key, ParsedSchema> parsed;

  /// @param entriesMax schemas to remember
  public ParsedCache(int entriesMax) {
    this.parsed =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, ParsedSchema> eldest) {
            return size() > entriesMax;
          }
        };
  }

  synchronized ParsedSchema parse(SchemaType type, String text, List<ResolvedReference> references)
      throws InvalidSchemaException {
    Key key = new Key(type, text, references);
    ParsedSchema known = parsed.get(key);
    if (known == null) {
      known = SchemaParser.parse(type, text, references);
      parsed.put(key, known);
    }
    return known;
  }
}
