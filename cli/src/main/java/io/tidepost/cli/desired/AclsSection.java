package io.tidepost.cli.desired;

import io.tidepost.cli.yaml.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/// `acls`: a list of rules. Each operation of a rule is a resource of its own, known by all that it
/// says.
final class AclsSection implements Section<AclBinding> {

  private static final String CLUSTER = "kafka-cluster";

  private static final Map<String, ResourceType> KINDS =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "cluster", ResourceType.CLUSTER,
          "transactional-id", ResourceType.TRANSACTIONAL_ID,
          "delegation-token", ResourceType.DELEGATION_TOKEN,
          "user", ResourceType.USER);

  @Override
  public String name() {
    return "acls";
  }

  @Override
  public boolean list() {
    return true;
  }

  @Override
  public Map<String, AclBinding> read(Item item) {
    Map<String, AclBinding> all = new LinkedHashMap<>();
    for (Item rule : item.items()) {
      Map<String, Item> fields =
          rule.fields(
              "principal",
              "host",
              "role",
              "allow",
              "deny",
              "topic",
              "group",
              "cluster",
              "transactional-id",
              "delegation-token",
              "user",
              "prefixed");
      String principal = text(fields.get("principal"));
      if (!principal.matches("[A-Za-z]+:.+")) {
        rule.problem("principal: should be such as User:alice");
        continue;
      }
      String host = fields.containsKey("host") ? text(fields.get("host")) : "*";
      if (fields.containsKey("role")) {
        RoleRule.read(rule, fields, principal, host, prefixed(fields))
            .forEach(binding -> all.put(id(binding), binding));
        continue;
      }
      ResourcePattern pattern = pattern(rule, fields);
      Item verdict = fields.containsKey("deny") ? fields.get("deny") : fields.get("allow");
      if (verdict == null || fields.containsKey("deny") && fields.containsKey("allow")) {
        rule.problem("should have a role, or either allow or deny, with a list of operations");
        continue;
      }
      if (pattern == null) {
        continue;
      }
      AclPermissionType permission =
          fields.containsKey("deny") ? AclPermissionType.DENY : AclPermissionType.ALLOW;
      for (Item operation : verdict.items()) {
        AclOperation known = operation(operation);
        if (known != null) {
          AclBinding binding =
              new AclBinding(pattern, new AccessControlEntry(principal, host, known, permission));
          all.put(id(binding), binding);
        }
      }
    }
    return all;
  }

  private static boolean prefixed(Map<String, Item> fields) {
    return fields.containsKey("prefixed") && text(fields.get("prefixed")).equals("true");
  }

  private static String text(@Nullable Item item) {
    String text = item == null ? null : item.text();
    return text == null ? "" : text;
  }

  private static @Nullable AclOperation operation(Item item) {
    String text = text(item);
    try {
      AclOperation operation = AclOperation.valueOf(text.toUpperCase(Locale.ROOT));
      if (operation != AclOperation.ANY && operation != AclOperation.UNKNOWN) {
        return operation;
      }
    } catch (IllegalArgumentException e) {
      // noted below
    }
    item.problem(
        "'"
            + text
            + "' is no operation"
            + io.tidepost.cli.Nearest.hint(
                text.toUpperCase(Locale.ROOT),
                Arrays.stream(AclOperation.values()).map(Enum::name).toList()));
    return null;
  }

  private static @Nullable ResourcePattern pattern(Item rule, Map<String, Item> fields) {
    List<String> named = KINDS.keySet().stream().filter(fields::containsKey).sorted().toList();
    if (named.size() != 1) {
      rule.problem(
          "should say on what, once: "
              + String.join(", ", new java.util.TreeSet<>(KINDS.keySet())));
      return null;
    }
    String kind = named.getFirst();
    String name = kind.equals("cluster") ? CLUSTER : text(fields.get(kind));
    boolean prefixed = prefixed(fields);
    return new ResourcePattern(
        io.tidepost.operate.Answers.of(KINDS, kind),
        name,
        prefixed && !name.equals("*") ? PatternType.PREFIXED : PatternType.LITERAL);
  }

  private static String id(AclBinding acl) {
    return acl.entry().principal()
        + " from "
        + acl.entry().host()
        + " "
        + acl.entry().permissionType().name().toLowerCase(Locale.ROOT)
        + " "
        + acl.entry().operation()
        + " on "
        + acl.pattern().resourceType().name().toLowerCase(Locale.ROOT)
        + " "
        + acl.pattern().name()
        + (acl.pattern().patternType() == PatternType.PREFIXED ? " and what begins so" : "");
  }

  @Override
  public Map<String, AclBinding> actual(Cluster cluster, @Nullable Set<String> names)
      throws Exception {
    Map<String, AclBinding> all = new TreeMap<>();
    for (AclBinding acl : cluster.admin().describeAcls(AclBindingFilter.ANY).values().get()) {
      if (names == null || names.contains(id(acl))) {
        all.put(id(acl), acl);
      }
    }
    return all;
  }

  @Override
  public List<Change> steps(
      Cluster cluster,
      String name,
      AclBinding wanted,
      @Nullable AclBinding actual,
      boolean removals) {
    return actual != null
        ? List.of()
        : List.of(
            new Change(
                name(),
                name,
                Change.Verb.CREATE,
                List.of(),
                List.of(),
                c -> c.admin().createAcls(List.of(wanted)).all().get()));
  }

  @Override
  public List<String> leftAlone(String name, AclBinding wanted, @Nullable AclBinding actual) {
    return List.of();
  }

  @Override
  public Change removal(Cluster cluster, String name, AclBinding actual) {
    return new Change(
        name(),
        name,
        Change.Verb.DELETE,
        List.of(),
        List.of(),
        c -> c.admin().deleteAcls(List.of(actual.toFilter())).all().get());
  }

  @Override
  public Object written(String name, AclBinding acl) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("principal", acl.entry().principal());
    if (!acl.entry().host().equals("*")) {
      tree.put("host", acl.entry().host());
    }
    KINDS.forEach((kind, type) -> {
      if (type == acl.pattern().resourceType()) {
        tree.put(kind, kind.equals("cluster") ? true : acl.pattern().name());
      }
    });
    if (acl.pattern().patternType() == PatternType.PREFIXED) {
      tree.put("prefixed", true);
    }
    tree.put(
        acl.entry().permissionType() == AclPermissionType.DENY ? "deny" : "allow",
        new ArrayList<>(List.of(acl.entry().operation().name())));
    return tree;
  }
}
