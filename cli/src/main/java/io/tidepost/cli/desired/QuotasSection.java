package io.tidepost.cli.desired;

import io.tidepost.cli.yaml.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/// `quotas`: a list of bounds for users, client ids and addresses. `*` is every one that has no
/// bound of its own.
final class QuotasSection implements Section<QuotasSection.Quota> {

  private static final List<String> KINDS =
      List.of(ClientQuotaEntity.USER, ClientQuotaEntity.CLIENT_ID, ClientQuotaEntity.IP);

  /// @param entity whose; a name is `null` for every one without a bound of its own
  record Quota(Map<String, @Nullable String> entity, Map<String, Double> limits) {}

  @Override
  public String name() {
    return "quotas";
  }

  @Override
  public boolean list() {
    return true;
  }

  @Override
  public Map<String, Quota> read(Item item) {
    Map<String, Quota> quotas = new LinkedHashMap<>();
    for (Item one : item.items()) {
      Map<String, Item> fields = one.fields("user", "client-id", "ip", "limits");
      Map<String, @Nullable String> entity = new TreeMap<>();
      for (String kind : KINDS) {
        Item named = fields.get(kind);
        if (named != null) {
          String text = named.text();
          entity.put(kind, "*".equals(text) ? null : text);
        }
      }
      if (entity.isEmpty()) {
        one.problem("should say whose: user, client-id or ip");
      }
      Map<String, Double> limits = new TreeMap<>();
      Item given = fields.get("limits");
      if (given == null) {
        one.problem("limits: should say how much, as in {producer_byte_rate: 1048576}");
      } else {
        given
            .fields()
            .forEach((key, value) -> {
              String text = value.text();
              try {
                limits.put(key, Double.valueOf(String.valueOf(text)));
              } catch (NumberFormatException e) {
                value.problem("'" + text + "' is no number");
              }
            });
      }
      Quota quota = new Quota(entity, limits);
      if (quotas.put(id(entity), quota) != null) {
        one.problem(id(entity) + " is there twice");
      }
    }
    return quotas;
  }

  private static String id(Map<String, @Nullable String> entity) {
    List<String> words = new ArrayList<>();
    for (String kind : KINDS) {
      if (entity.containsKey(kind)) {
        words.add(kind + " " + (entity.get(kind) == null ? "*" : entity.get(kind)));
      }
    }
    return String.join(", ", words);
  }

  @Override
  public Map<String, Quota> actual(Cluster cluster, @Nullable Set<String> names) throws Exception {
    Map<String, Quota> quotas = new TreeMap<>();
    cluster
        .admin()
        .describeClientQuotas(ClientQuotaFilter.all())
        .entities()
        .get()
        .forEach((entity, limits) -> {
          Map<String, @Nullable String> whose = new TreeMap<>(entity.entries());
          if (names == null || names.contains(id(whose))) {
            quotas.put(id(whose), new Quota(whose, new TreeMap<>(limits)));
          }
        });
    return quotas;
  }

  @Override
  public List<Change> steps(
      Cluster cluster, String name, Quota wanted, @Nullable Quota actual, boolean removals) {
    List<String> lines = new ArrayList<>();
    List<ClientQuotaAlteration.Op> operations = new ArrayList<>();
    wanted.limits.forEach((key, value) -> {
      Double now = actual == null ? null : actual.limits.get(key);
      if (now == null || now.doubleValue() != value) {
        lines.add(key + ": " + (now == null ? "" : plain(now) + " → ") + plain(value));
        operations.add(new ClientQuotaAlteration.Op(key, value));
      }
    });
    if (removals && actual != null) {
      actual.limits.forEach((key, value) -> {
        if (!wanted.limits.containsKey(key)) {
          lines.add(key + ": " + plain(value) + " → (no bound)");
          operations.add(new ClientQuotaAlteration.Op(key, null));
        }
      });
    }
    return operations.isEmpty()
        ? List.of()
        : List.of(
            new Change(
                name(),
                name,
                actual == null ? Change.Verb.CREATE : Change.Verb.UPDATE,
                lines,
                List.of(),
                c -> alter(c, wanted.entity, operations)));
  }

  private static void alter(
      Cluster cluster,
      Map<String, @Nullable String> entity,
      List<ClientQuotaAlteration.Op> operations)
      throws Exception {
    cluster
        .admin()
        .alterClientQuotas(
            List.of(
                new ClientQuotaAlteration(
                    new ClientQuotaEntity(new HashMap<>(entity)), operations)))
        .all()
        .get();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  @Override
  public List<String> leftAlone(String name, Quota wanted, @Nullable Quota actual) {
    List<String> left = new ArrayList<>();
    if (actual != null) {
      actual.limits.forEach((key, value) -> {
        if (!wanted.limits.containsKey(key)) {
          left.add(key + ": " + plain(value));
        }
      });
    }
    return left;
  }

  @Override
  public Change removal(Cluster cluster, String name, Quota actual) {
    List<ClientQuotaAlteration.Op> operations =
        actual.limits.keySet().stream()
            .map(key -> new ClientQuotaAlteration.Op(key, null))
            .toList();
    return new Change(
        name(),
        name,
        Change.Verb.DELETE,
        List.of(),
        List.of(),
        c -> alter(c, actual.entity, operations));
  }

  @Override
  public Object written(String name, Quota quota) {
    Map<String, Object> tree = new LinkedHashMap<>();
    quota.entity.forEach((kind, of) -> tree.put(kind, of == null ? "*" : of));
    Map<String, Object> limits = new TreeMap<>();
    quota.limits.forEach((key, value) -> limits.put(key, new BigDecimal(plain(value))));
    tree.put("limits", limits);
    return tree;
  }
}
