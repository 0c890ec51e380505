package io.tidepost.registry.contract.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import io.tidepost.registry.contract.JsonWords;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.JsonDraft;
import io.tidepost.registry.schema.JsonSchema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The constraints of one JSON Schema, within bounds: nothing is fetched, and a schema that takes
/// out of all proportion many steps for a document is given up on. `format` says nothing, as the
/// drafts have it by default.
final class JsonRules {

  /// Steps that every document may take, and how many more for each of its bytes.
  private static final int STEPS = 10_000;

  private static final int STEPS_PER_BYTE = 20;

  /// Where a schema without an identifier is taken to be.
  private static final String BASE = "tidepost:/schema";

  /// Counts the steps of one check: every keyword asks for this when it is its turn.
  private static final class Steps extends ExecutionConfig {
    private long left;

    Steps(long max) {
      left = max;
    }

    @Override
    public boolean isDebugEnabled() {
      if (--left < 0) {
        throw new TooManyStepsException();
      }
      return false;
    }
  }

  /// A check was given up on.
  static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }

  private final com.networknt.schema.JsonSchema schema;

  private JsonRules(com.networknt.schema.JsonSchema schema) {
    this.schema = schema;
  }

  static JsonRules of(JsonSchema schema) throws InvalidSchemaException {
    Map<String, byte[]> texts = new HashMap<>();
    String id = schema.root().path("$id").asText(schema.root().path("id").asText(""));
    schema
        .references()
        .forEach((name, document) -> {
          byte[] text = document.toString().getBytes(StandardCharsets.UTF_8);
          texts.put(name, text);
          texts.put(AbsoluteIri.of(id.isEmpty() ? BASE : id).resolve(name).toString(), text);
        });
    try {
      JsonSchemaFactory factory =
          JsonSchemaFactory.getInstance(
              flag(schema.draft()),
              builder -> builder.schemaLoaders(loaders -> loaders.add(iri -> load(texts, iri))));
      var config =
          SchemaValidatorsConfig.builder()
              .pathType(PathType.JSON_POINTER)
              .preloadJsonSchema(false)
              .failFast(true)
              .formatAssertionsEnabled(false)
              .regularExpressionFactory(BoundedPattern::of)
              .schemaIdValidator((given, root, at, resolved, context) -> true)
              .build();
      var compiled =
          factory.getSchema(
              SchemaLocation.of(id.isEmpty() ? BASE : id), withoutDialect(schema), config);
      return new JsonRules(compiled);
    } catch (JsonSchemaException | IllegalArgumentException | StackOverflowError e) {
      throw new InvalidSchemaException(
          "no document can be checked by the JSON schema: " + e.getMessage(), e);
    }
  }

  /// A dialect that is not known is read as the draft that stands in for it.
  private static JsonNode withoutDialect(JsonSchema schema) {
    JsonNode root = schema.root();
    String said = root.path("$schema").asText("");
    if (said.isEmpty() || said.contains(schema.draft().id().replaceFirst("^https?:", ""))) {
      return root;
    }
    return root.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy().without("$schema");
  }

  /// Of what is not a reference only the library's own copies of meta-schemas are taken.
  private static @Nullable InputStreamSource load(Map<String, byte[]> texts, AbsoluteIri iri) {
    byte[] text = texts.get(iri.toString());
    if (text != null) {
      return () -> new ByteArrayInputStream(text);
    }
    if (iri.toString().startsWith("classpath:") || iri.toString().startsWith("resource:")) {
      return null;
    }
    throw new JsonSchemaException("'" + iri + "' is not among the references");
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

  /// @param size of the document in bytes
  void check(JsonNode document, int size) throws MismatchException {
    Set<ValidationMessage> faults;
    try {
      faults =
          schema.validate(
              document,
              context -> {
                Steps steps = new Steps(STEPS + (long) STEPS_PER_BYTE * size);
                steps.setFailFast(true);
                steps.setFormatAssertionsEnabled(false);
                context.setExecutionConfig(steps);
                context.setFailFast(true);
              });
    } catch (TooManyStepsException | StackOverflowError e) {
      throw new MismatchException("", "a document that the schema can be applied to", "too much");
    } catch (JsonSchemaException e) {
      throw new MismatchException(
          "", "a document that the schema can be applied to", String.valueOf(e.getMessage()));
    }
    if (!faults.isEmpty()) {
      throw mismatch(faults.iterator().next());
    }
  }

  private static MismatchException mismatch(ValidationMessage fault) {
    String path = fault.getInstanceLocation().toString();
    String property = fault.getProperty();
    String inside =
        property == null ? path : path + "/" + property.replace("~", "~0").replace("/", "~1");
    JsonNode rule = fault.getSchemaNode();
    JsonNode instance = fault.getInstanceNode();
    String found = instance == null ? "" : JsonWords.of(instance);
    return switch (fault.getType()) {
      case "type" -> new MismatchException(path, typeWords(rule), found);
      case "required", "dependentRequired", "dependencies" ->
          new MismatchException(inside, "a value", "nothing");
      case "additionalProperties", "unevaluatedProperties" ->
          new MismatchException(
              inside,
              "no such property",
              property == null || instance == null ? "one" : JsonWords.of(instance.path(property)));
      default ->
          new MismatchException(
              path, fault.getType() + (rule == null ? "" : " " + brief(rule)), found);
    };
  }

  private static String typeWords(@Nullable JsonNode rule) {
    if (rule == null) {
      return "another type";
    }
    return rule.isTextual() ? rule.asText() : "one of " + brief(rule);
  }

  private static String brief(JsonNode rule) {
    String text = rule.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
