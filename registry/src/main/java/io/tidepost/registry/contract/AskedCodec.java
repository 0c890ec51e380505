package io.tidepost.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Codecs of schemas that a registry is asked for over REST, with all that they refer to.
public final class AskedCodec {

  /// Asks a registry.
  ///
  /// @param <E> thrown when it does not answer, or refuses
  @FunctionalInterface
  public interface Question<E extends Exception> {

    /// Blocks.
    ///
    /// @param path below the registry's address, with a slash in front
    /// @return the body of the answer
    JsonNode get(String path) throws E;
  }

  private AskedCodec() {}

  /// The codec of a schema. Blocks.
  ///
  /// @throws InvalidSchemaException when no payload can be read by what the registry says
  public static <E extends Exception> RecordCodec of(int id, Question<E> registry)
      throws E, InvalidSchemaException {
    return RecordCodec.of(schema(id, registry));
  }

  /// A schema, parsed. Blocks.
  ///
  /// @throws InvalidSchemaException when what the registry says is none
  public static <E extends Exception> ParsedSchema schema(int id, Question<E> registry)
      throws E, InvalidSchemaException {
    JsonNode schema = registry.get("/schemas/ids/" + id);
    SchemaType type = SchemaType.of(schema.path("schemaType").asText(null));
    if (type == null) {
      throw new InvalidSchemaException(
          "schemas of type " + schema.path("schemaType").asText() + " are not known");
    }
    Map<String, ResolvedReference> references = new LinkedHashMap<>();
    resolve(schema, references, registry);
    return SchemaParser.parse(
        type, schema.path("schema").asText(), new ArrayList<>(references.values()));
  }

  private static <E extends Exception> void resolve(
      JsonNode schema, Map<String, ResolvedReference> found, Question<E> registry) throws E {
    for (JsonNode reference : schema.path("references")) {
      String name = reference.path("name").asText();
      if (!found.containsKey(name)) {
        JsonNode target =
            registry.get(
                "/subjects/%s/versions/%d?deleted=true"
                    .formatted(
                        part(reference.path("subject").asText()),
                        reference.path("version").asInt()));
        resolve(target, found, registry);
        found.put(name, new ResolvedReference(name, target.path("schema").asText()));
      }
    }
  }

  private static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
