package io.tidepost.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks rule sets: which groups, kinds, modes and names rules may have. What a rule's expression
/// says is the business of the clients that run it.
public final class RuleSets {

  private static final Set<String> GROUPS =
      Set.of("migrationRules", "domainRules", "encodingRules", "enableAt");
  private static final Set<String> KINDS = Set.of("TRANSFORM", "CONDITION");
  private static final Map<String, Set<String>> MODES =
      Map.of(
          "migrationRules", Set.of("UPGRADE", "DOWNGRADE", "UPDOWN"),
          "domainRules", Set.of("WRITE", "READ", "WRITEREAD"),
          "encodingRules", Set.of("WRITE", "READ", "WRITEREAD"));
  private static final int NAME_LENGTH_MAX = 64;
  private static final List<String> ACTIONS = List.of("onSuccess", "onFailure");

  private RuleSets() {}

  /// @throws RegistryException when the rule set is none; the message names the rule
  public static void check(JsonNode ruleSet) throws RegistryException {
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, JsonNode> group : ruleSet.properties()) {
      if (!GROUPS.contains(group.getKey())) {
        throw invalid("unknown group of rules '" + group.getKey() + "'");
      }
      Set<String> modes = MODES.get(group.getKey());
      if (modes == null || group.getValue().isNull()) {
        continue;
      }
      if (!group.getValue().isArray()) {
        throw invalid("'" + group.getKey() + "' is not a list");
      }
      for (JsonNode rule : group.getValue()) {
        check(rule, modes, names);
      }
    }
  }

  private static void check(JsonNode rule, Set<String> modes, Set<String> names)
      throws RegistryException {
    String name = rule.path("name").asText("");
    if (!isName(name)) {
      throw invalid(
          "rule name '%s' is empty, longer than %d characters, or has others than letters, digits, '-' and '_'"
              .formatted(name, NAME_LENGTH_MAX));
    }
    if (!names.add(name)) {
      throw invalid("rule name '" + name + "' is used twice");
    }
    String kind = rule.path("kind").asText("TRANSFORM");
    if (!KINDS.contains(kind)) {
      throw invalid("rule '%s' is of unknown kind '%s'".formatted(name, kind));
    }
    String mode = rule.path("mode").asText("");
    if (!modes.contains(mode)) {
      throw invalid("rule '%s' has mode '%s', possible are %s".formatted(name, mode, modes));
    }
    if (rule.path("type").asText("").isEmpty()) {
      throw invalid("rule '" + name + "' has no type");
    }
    for (String action : ACTIONS) {
      if (rule.path(action).asText("").split(",", -1).length > 2) {
        throw invalid("rule '%s' has too many actions in %s".formatted(name, action));
      }
    }
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      return false;
    }
    return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }

  private static RegistryException invalid(String why) {
    return new RegistryException(422, 42210, "Invalid rule set: " + why);
  }
}
