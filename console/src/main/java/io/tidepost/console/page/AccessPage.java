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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// Users, and who may do what.
public final class AccessPage implements ConsolePage {

  private static final int ITERATIONS = 8_192;

  public record User(String name, List<String> mechanisms) {}

  public record Rule(
      String principal,
      String host,
      String verdict,
      String operation,
      String kind,
      String name,
      String pattern) {}

  /// A part of the page that could not be asked for says why instead.
  public record Part<T>(List<T> rows, String refusal) {}

  public record Model(
      Part<User> users, Part<Rule> rules, List<String> operations, List<String> kinds) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/access", context -> pages.render(context, "access", "access", "Access", model(context)));
    routes.post("/access/users", AccessPage::addUser);
    routes.post("/access/users/delete", AccessPage::deleteUser);
    routes.post("/access/rules", AccessPage::addRule);
    routes.post("/access/rules/delete", AccessPage::deleteRule);
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    return new Model(
        part(() -> users(client)),
        part(() -> rules(client)),
        java.util.Arrays.stream(AclOperation.values())
            .filter(o -> o != AclOperation.UNKNOWN && o != AclOperation.ANY)
            .map(Enum::name)
            .toList(),
        List.of("TOPIC", "GROUP", "CLUSTER", "TRANSACTIONAL_ID", "DELEGATION_TOKEN", "USER"));
  }

  private static <T> Part<T> part(Supplier<List<T>> source) {
    try {
      return new Part<>(source.get(), "");
    } catch (ConsoleFailure e) {
      return new Part<>(List.of(), String.valueOf(e.getMessage()));
    }
  }

  private static List<User> users(ClusterClient client) {
    List<User> users = new ArrayList<>();
    get(client.admin().describeUserScramCredentials().all())
        .forEach((name, user) ->
            users.add(
                new User(
                    name,
                    user.credentialInfos().stream()
                        .map(info -> info.mechanism().mechanismName())
                        .toList())));
    users.sort(Comparator.comparing(User::name));
    return users;
  }

  private static List<Rule> rules(ClusterClient client) {
    return get(client.admin().describeAcls(AclBindingFilter.ANY).values()).stream()
        .map(binding ->
            new Rule(
                binding.entry().principal(),
                binding.entry().host(),
                binding.entry().permissionType().name(),
                binding.entry().operation().name(),
                binding.pattern().resourceType().name(),
                binding.pattern().name(),
                binding.pattern().patternType().name()))
        .sorted(
            Comparator.comparing(Rule::principal)
                .thenComparing(Rule::kind)
                .thenComparing(Rule::name)
                .thenComparing(Rule::operation))
        .toList();
  }

  private static void addUser(Context context) {
    String user = Asked.text(context, "user");
    String password = context.formParam("password");
    if (user.isEmpty() || password == null || password.isEmpty()) {
      throw new ConsoleFailure(400, "A user needs a name and a password.");
    }
    get(
        Doors.session(context)
            .client()
            .admin()
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        user,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        password)))
            .all());
    Pages.done(context, "/access", "User " + user + " can log in by SCRAM-SHA-512.");
  }

  private static void deleteUser(Context context) {
    String user = Asked.text(context, "user");
    Asked.confirmed(context, user);
    ClusterClient client = Doors.session(context).client();
    var all =
        users(client).stream()
            .filter(one -> one.name().equals(user))
            .flatMap(one -> one.mechanisms().stream())
            .map(mechanism ->
                (org.apache.kafka.clients.admin.UserScramCredentialAlteration)
                    new UserScramCredentialDeletion(
                        user, ScramMechanism.fromMechanismName(mechanism)))
            .toList();
    if (all.isEmpty()) {
      throw new ConsoleFailure(404, "There is no user '" + user + "'.");
    }
    get(client.admin().alterUserScramCredentials(all).all());
    Pages.done(context, "/access", "User " + user + " is deleted.");
  }

  private static AclBinding binding(Context context) {
    String principal = Asked.text(context, "principal");
    if (!principal.matches("[A-Za-z]+:.+")) {
      throw new ConsoleFailure(
          400, "principal: write it as in User:alice, or User:* for everybody.");
    }
    String host = Asked.text(context, "host");
    try {
      return new AclBinding(
          new ResourcePattern(
              ResourceType.valueOf(upper(context, "kind")),
              Asked.text(context, "name"),
              PatternType.valueOf(upper(context, "pattern"))),
          new AccessControlEntry(
              principal,
              host.isEmpty() ? "*" : host,
              AclOperation.valueOf(upper(context, "operation")),
              AclPermissionType.valueOf(upper(context, "verdict"))));
    } catch (IllegalArgumentException e) {
      throw new ConsoleFailure(400, String.valueOf(e.getMessage()));
    }
  }

  private static String upper(Context context, String name) {
    return Asked.text(context, name).toUpperCase(Locale.ROOT);
  }

  private static void addRule(Context context) {
    AclBinding binding = binding(context);
    get(Doors.session(context).client().admin().createAcls(List.of(binding)).all());
    Pages.done(context, "/access", "The rule for " + binding.entry().principal() + " counts now.");
  }

  private static void deleteRule(Context context) {
    AclBinding binding = binding(context);
    Asked.confirmed(context, binding.entry().principal());
    get(Doors.session(context).client().admin().deleteAcls(List.of(binding.toFilter())).all());
    Pages.done(
        context, "/access", "A rule for " + binding.entry().principal() + " counts no longer.");
  }
}
