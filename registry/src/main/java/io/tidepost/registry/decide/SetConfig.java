package io.tidepost.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.compatibility.CompatibilityLevel;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.SubjectConfig;
import io.tidepost.registry.store.SubjectName;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Changes settings of a subject, a context or everything; what is not named stays.
///
/// @param changes as in the request: `compatibility` is the level; `null` takes a setting away
public record SetConfig(SubjectName subject, ObjectNode changes) implements Command<SubjectConfig> {

  @Override
  public Decision<SubjectConfig> decide(RegistryView view) throws RegistryException {
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String name =
          change.getKey().equals("compatibility") ? "compatibilityLevel" : change.getKey();
      checked.set(name, check(name, change.getValue()));
    }
    SubjectConfig old = view.state().config(subject);
    SubjectConfig now =
        (old == null ? new SubjectConfig(JsonNodeFactory.instance.objectNode()) : old)
            .with(checked);
    return now.equals(old)
        ? Decision.unchanged(now)
        : new Decision<>(List.of(new RegistryRecord.ConfigSet(subject, now)), now);
  }

  private static JsonNode check(String name, JsonNode value) throws RegistryException {
    if (!SubjectConfig.NAMES.contains(name)) {
      throw new RegistryException(422, 422, "Unrecognized field: " + name);
    }
    if (value.isNull()) {
      return value;
    }
    return switch (name) {
      case "compatibilityLevel" -> {
        CompatibilityLevel level = CompatibilityLevel.of(value.asText());
        if (level == null) {
          throw new RegistryException(
              422,
              42203,
              "Invalid compatibility level. Valid values are none, backward, forward, full,"
                  + " backward_transitive, forward_transitive, and full_transitive");
        }
        yield JsonNodeFactory.instance.textNode(level.name());
      }
      case "compatibilityPolicy" -> {
        String policy = value.asText().toUpperCase(Locale.ROOT);
        if (!policy.equals("STRICT") && !policy.equals("LENIENT")) {
          throw new RegistryException(
              422, 42203, "Invalid compatibility policy. Valid values are STRICT and LENIENT");
        }
        yield JsonNodeFactory.instance.textNode(policy);
      }
      case "normalize", "validateFields", "validateRules" -> {
        if (!value.isBoolean()) {
          throw new RegistryException(422, 422, "Field " + name + " is not a boolean: " + value);
        }
        yield value;
      }
      case "alias", "compatibilityGroup" -> {
        if (!value.isTextual()) {
          throw new RegistryException(422, 422, "Field " + name + " is not a text: " + value);
        }
        yield value;
      }
      default -> {
        if (!value.isObject()) {
          throw new RegistryException(422, 422, "Field " + name + " is not an object: " + value);
        }
        if (name.endsWith("RuleSet")) {
          RuleSets.check(value);
        }
        yield value;
      }
    };
  }
}
