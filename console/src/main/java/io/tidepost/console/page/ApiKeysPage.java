package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.operate.key.Keys;
import io.tidepost.operate.key.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// API keys: made with a role, shown once, listed, revoked.
public final class ApiKeysPage implements ConsolePage {

  /// @param made the key that was just made; `null` elsewhere
  /// @param protocol that its client has to speak
  /// @param refusal why no key was made; empty when nothing was refused
  /// @param keysRefusal why the list cannot be shown
  public record Model(
      List<Keys.Key> keys,
      String keysRefusal,
      Keys.@Nullable Made made,
      String protocol,
      String role,
      String topics,
      String prefixes,
      String groups,
      String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/access/keys", context -> show(context, pages, null, ""));
    routes.post("/access/keys", context -> create(context, pages));
    routes.post("/access/keys/revoke", ApiKeysPage::revoke);
  }

  private static void show(Context context, Pages pages, Keys.@Nullable Made made, String refusal) {
    ClusterClient client = Doors.session(context).client();
    List<Keys.Key> keys = List.of();
    String keysRefusal = "";
    try {
      keys = client.operate(Keys::list);
    } catch (ConsoleFailure e) {
      keysRefusal = String.valueOf(e.getMessage());
    }
    boolean again = !refusal.isEmpty();
    Model model =
        new Model(
            keys,
            keysRefusal,
            made,
            client.protocol().startsWith("SASL") ? client.protocol() : "SASL_SSL",
            again ? Asked.text(context, "role") : "read",
            again ? Asked.text(context, "topics") : "",
            again ? Asked.text(context, "prefixes") : "",
            again ? Asked.text(context, "groups") : "",
            refusal);
    pages.render(context, "keys", "access", "API keys", model);
  }

  /// Answers with the page itself instead of a redirect: the secret is nowhere to be had again.
  private static void create(Context context, Pages pages) {
    try {
      Role role = role(Asked.text(context, "role"));
      Keys.Made made =
          Doors.session(context)
              .client()
              .operate(admin ->
                  Keys.create(
                      admin,
                      role,
                      Keys.resources(role, names(context, "topics"), names(context, "prefixes")),
                      names(context, "groups")));
      context.status(201);
      show(context, pages, made, "");
    } catch (ConsoleFailure e) {
      context.status(e.status());
      show(context, pages, null, String.valueOf(e.getMessage()));
    }
  }

  private static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ConsoleFailure(400, "role: there is no '" + name + "'."));
  }

  private static List<String> names(Context context, String field) {
    return Arrays.stream(Asked.text(context, field).split("[,\\s]+"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static void revoke(Context context) {
    String key = Asked.text(context, "key");
    if (!Keys.isKey(key)) {
      throw new ConsoleFailure(400, "key: '" + key + "' is no API key.");
    }
    Asked.confirmed(context, key);
    boolean there = Doors.session(context).client().operate(admin -> Keys.remove(admin, key));
    if (!there) {
      throw new ConsoleFailure(404, "There is no key '" + key + "'.");
    }
    Pages.done(context, "/access/keys", "Key " + key + " is revoked.");
  }
}
