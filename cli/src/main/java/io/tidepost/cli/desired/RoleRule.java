package io.tidepost.cli.desired;

import io.tidepost.cli.yaml.Item;
import io.tidepost.operate.key.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/// A rule that names a role instead of operations: it stands for the rules that make the role, as
/// those of API keys do.
final class RoleRule {

  private RoleRule() {}

  /// @param fields of the rule
  /// @return nothing when the rule makes no sense, which is noted
  static List<AclBinding> read(
      Item rule, Map<String, Item> fields, String principal, String host, boolean prefixed) {
    for (String other : List.of("allow", "deny", "cluster", "delegation-token", "user")) {
      if (fields.containsKey(other)) {
        rule.problem("a role has no '" + other + "'");
        return List.of();
      }
    }
    String name = text(fields.get("role"));
    Role role =
        Arrays.stream(Role.values())
            .filter(each -> each.name().equals(name.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElse(null);
    if (role == null) {
      rule.problem("role: '" + name + "' is none: read, write or admin");
      return List.of();
    }
    ResourcePattern topic = pattern(ResourceType.TOPIC, fields.get("topic"), prefixed);
    if (topic == null) {
      rule.problem("a role is for a topic");
      return List.of();
    }
    if (fields.containsKey("group") && role != Role.read) {
      rule.problem("only a role that reads has a group");
      return List.of();
    }
    if (fields.containsKey("transactional-id") && role != Role.write) {
      rule.problem("only a role that writes has a transactional-id");
      return List.of();
    }
    return role.acls(
        principal,
        host,
        topic,
        pattern(ResourceType.GROUP, fields.get("group"), prefixed),
        pattern(ResourceType.TRANSACTIONAL_ID, fields.get("transactional-id"), prefixed));
  }

  private static String text(@Nullable Item item) {
    String text = item == null ? null : item.text();
    return text == null ? "" : text;
  }

  private static @Nullable ResourcePattern pattern(
      ResourceType type, @Nullable Item name, boolean prefixed) {
    String text = text(name);
    return text.isEmpty()
        ? null
        : new ResourcePattern(
            type, text, prefixed && !text.equals("*") ? PatternType.PREFIXED : PatternType.LITERAL);
  }
}
