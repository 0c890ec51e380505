package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/// Bounds on what users, client ids and addresses may ask for.
public final class QuotasPage implements ConsolePage {

  private static final String EVERY = "*";

  private static final List<String> KINDS =
      List.of(ClientQuotaEntity.USER, ClientQuotaEntity.CLIENT_ID, ClientQuotaEntity.IP);

  /// What can be bounded, and in which unit.
  private static final Map<String, String> BOUNDS = bounds();

  /// @param names by kind; `*` for every one without a bound of its own
  /// @param confirm what has to be typed to delete it
  public record Row(
      String whose,
      Map<String, String> names,
      String key,
      String value,
      String unit,
      String confirm) {}

  /// @param refusal why they cannot be shown; empty when they can
  public record Model(List<Row> rows, Map<String, String> bounds, String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/access/quotas",
        context -> pages.render(context, "quotas", "access", "Quotas", model(context)));
    routes.post("/access/quotas", QuotasPage::set);
    routes.post("/access/quotas/delete", QuotasPage::delete);
  }

  private static Map<String, String> bounds() {
    Map<String, String> bounds = new LinkedHashMap<>();
    bounds.put("producer_byte_rate", "bytes a second");
    bounds.put("consumer_byte_rate", "bytes a second");
    bounds.put("request_percentage", "percent of one thread");
    bounds.put("controller_mutation_rate", "partitions a second");
    bounds.put("connection_creation_rate", "connections a second, of an address");
    return bounds;
  }

  private static Model model(Context context) {
    List<Row> rows = new ArrayList<>();
    try {
      ClusterClient client = Doors.session(context).client();
      get(client.admin().describeClientQuotas(ClientQuotaFilter.all()).entities())
          .forEach((entity, values) -> {
            Map<String, String> names = names(entity);
            values.forEach((key, value) -> rows.add(row(names, key, value)));
          });
    } catch (ConsoleFailure e) {
      return new Model(List.of(), BOUNDS, String.valueOf(e.getMessage()));
    }
    rows.sort(Comparator.comparing(Row::whose).thenComparing(Row::key));
    return new Model(rows, BOUNDS, "");
  }

  private static Row row(Map<String, String> names, String key, double value) {
    List<String> words = new ArrayList<>();
    names.forEach(
        (kind, name) -> words.add(name.equals(EVERY) ? "every other " + kind : kind + " " + name));
    return new Row(
        String.join(", ", words),
        names,
        key,
        new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString(),
        BOUNDS.getOrDefault(key, ""),
        String.join(" ", names.values()));
  }

  private static Map<String, String> names(ClientQuotaEntity entity) {
    Map<String, String> names = new TreeMap<>(Comparator.comparingInt(KINDS::indexOf));
    entity.entries().forEach((kind, name) -> names.put(kind, name == null ? EVERY : name));
    return names;
  }

  private static ClientQuotaEntity entity(Context context) {
    Map<String, @Nullable String> names = new LinkedHashMap<>();
    for (String kind : KINDS) {
      String name = Asked.text(context, kind);
      if (!name.isEmpty()) {
        names.put(kind, name.equals(EVERY) ? null : name);
      }
    }
    if (names.isEmpty()) {
      throw new ConsoleFailure(400, "Say whose bound it is: a user, a client id, or an address.");
    }
    if (names.containsKey(ClientQuotaEntity.IP) && names.size() > 1) {
      throw new ConsoleFailure(400, "ip: addresses are bounded apart from users and client ids.");
    }
    return new ClientQuotaEntity(names);
  }

  private static String key(Context context) {
    String key = Asked.text(context, "bound");
    if (!BOUNDS.containsKey(key)) {
      throw new ConsoleFailure(400, "bound: there is no '" + key + "'.");
    }
    return key;
  }

  private static void set(Context context) {
    String text = Asked.text(context, "value");
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new ConsoleFailure(400, "value: '" + text + "' is no number.");
    }
    String key = key(context);
    String whose = alter(context, key, value);
    Pages.done(context, "/access/quotas", key + " of " + whose + " is now " + text + ".");
  }

  private static void delete(Context context) {
    ClientQuotaEntity entity = entity(context);
    Asked.confirmed(context, String.join(" ", names(entity).values()));
    String key = key(context);
    String whose = alter(context, key, null);
    Pages.done(context, "/access/quotas", key + " of " + whose + " is deleted.");
  }

  private static String alter(Context context, String key, @Nullable Double value) {
    ClientQuotaEntity entity = entity(context);
    get(
        Doors.session(context)
            .client()
            .admin()
            .alterClientQuotas(
                List.of(
                    new ClientQuotaAlteration(
                        entity, List.of(new ClientQuotaAlteration.Op(key, value)))))
            .all());
    return row(names(entity), key, 0).whose();
  }
}
