package io.tidepost.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.compatibility.CompatibilityLevel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings of a subject, a context or everything. What is not set is taken from what is
/// around. Immutable.
public final class SubjectConfig {

  /// Settings there are, by their names in requests and records.
  public static final Set<String> NAMES =
      Set.of(
          "alias",
          "normalize",
          "validateFields",
          "validateRules",
          "compatibilityLevel",
          "compatibilityPolicy",
          "compatibilityGroup",
          "defaultMetadata",
          "overrideMetadata",
          "defaultRuleSet",
          "overrideRuleSet");

  private final ObjectNode fields;

  /// @param fields settings by name, valid; taken over
  public SubjectConfig(ObjectNode fields) {
    this.fields = fields;
  }

  /// A copy of the settings.
  public ObjectNode fields() {
    return fields.deepCopy();
  }

  /// `null` when it is not set.
  public @Nullable CompatibilityLevel compatibilityLevel() {
    String name = text("compatibilityLevel");
    return name == null ? null : CompatibilityLevel.of(name);
  }

  /// Whether schemas are normalised when nobody says so; `null` when it is not set.
  public @Nullable Boolean normalize() {
    JsonNode value = fields.get("normalize");
    return value == null || value.isNull() ? null : value.asBoolean();
  }

  /// A setting that is a word; `null` when it is not set.
  public @Nullable String text(String name) {
    JsonNode value = fields.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }

  /// A setting that is an object; `null` when it is not set.
  public @Nullable ObjectNode object(String name) {
    return fields.get(name) instanceof ObjectNode node ? node.deepCopy() : null;
  }

  /// These settings, those of `changes` instead where there are; one that is `null` is taken away.
  public SubjectConfig with(ObjectNode changes) {
    ObjectNode result = fields();
    changes
        .properties()
        .forEach(change -> {
          if (change.getValue().isNull()) {
            result.remove(change.getKey());
          } else {
            result.set(change.getKey(), change.getValue().deepCopy());
          }
        });
    return new SubjectConfig(result);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SubjectConfig config && config.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
