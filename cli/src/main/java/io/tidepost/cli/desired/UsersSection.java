package io.tidepost.cli.desired;

import io.tidepost.cli.Failure;
import io.tidepost.cli.yaml.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import org.jspecify.annotations.Nullable;

/// `users`: SCRAM credentials. A password is not in the file: it names an environment variable or
/// another file. A cluster does not give passwords back, so whether one was changed is known by a
/// salted fingerprint that is kept with the owner.
final class UsersSection implements Section<UsersSection.User> {

  private static final int ITERATIONS = 8_192;

  /// @param env name of an environment variable; empty for none
  /// @param secret file with the password in its first line; `null` for none
  record User(Set<ScramMechanism> mechanisms, String env, @Nullable Path secret) {}

  @Override
  public String name() {
    return "users";
  }

  @Override
  public Map<String, User> read(Item item) {
    Map<String, User> users = new LinkedHashMap<>();
    item.fields()
        .forEach((name, user) -> {
          Map<String, Item> fields = user.fields("mechanism", "password");
          ScramMechanism mechanism = ScramMechanism.SCRAM_SHA_512;
          Item given = fields.get("mechanism");
          if (given != null) {
            mechanism = ScramMechanism.fromMechanismName(String.valueOf(given.text()));
            if (mechanism == ScramMechanism.UNKNOWN) {
              given.problem("should be SCRAM-SHA-256 or SCRAM-SHA-512");
            }
          }
          String env = "";
          Path secret = null;
          Item password = fields.get("password");
          if (password == null) {
            user.problem(
                "password: say where it is, as in {env: ALICE_PASSWORD} or {file: alice.secret}");
          } else {
            Map<String, Item> where = password.fields("env", "file");
            Item variable = where.get("env");
            Item path = where.get("file");
            if ((variable == null) == (path == null)) {
              password.problem(
                  "should be {env: NAME} or {file: PATH}; it is never written in here");
            } else if (variable != null) {
              env = String.valueOf(variable.text());
            } else if (path != null) {
              secret = item.file().resolveSibling(String.valueOf(path.text()));
            }
          }
          users.put(name, new User(Set.of(mechanism), env, secret));
        });
    return users;
  }

  @Override
  public Map<String, User> actual(Cluster cluster, @Nullable Set<String> names) throws Exception {
    Map<String, User> users = new TreeMap<>();
    Map<String, UserScramCredentialsDescription> all =
        cluster.admin().describeUserScramCredentials().all().get();
    all.forEach((name, user) -> {
      if (names == null || names.contains(name)) {
        Set<ScramMechanism> mechanisms = new java.util.TreeSet<>();
        user.credentialInfos().forEach(info -> mechanisms.add(info.mechanism()));
        users.put(name, new User(mechanisms, "", null));
      }
    });
    return users;
  }

  @Override
  public List<Change> steps(
      Cluster cluster, String name, User wanted, @Nullable User actual, boolean removals)
      throws Exception {
    String password = password(name, wanted);
    ScramMechanism mechanism = wanted.mechanisms.iterator().next();
    boolean has = actual != null && actual.mechanisms.contains(mechanism);
    String id = name() + "/" + name;
    if (has && cluster.ownership().knowsSecret(id, password)) {
      return List.of();
    }
    return List.of(
        new Change(
            name(),
            name,
            has ? Change.Verb.UPDATE : Change.Verb.CREATE,
            List.of(mechanism.mechanismName() + (has ? ": another password" : "")),
            List.of(),
            c -> {
              c.admin()
                  .alterUserScramCredentials(
                      List.of(
                          new UserScramCredentialUpsertion(
                              name, new ScramCredentialInfo(mechanism, ITERATIONS), password)))
                  .all()
                  .get();
              c.ownership().rememberSecret(id, password);
            }));
  }

  private static String password(String name, User user) {
    if (user.secret == null) {
      String value = System.getenv(user.env);
      if (value == null || value.isEmpty()) {
        throw new Failure(
            "users." + name + ": the environment has no " + user.env + " with the password");
      }
      return value;
    }
    try {
      List<String> lines = Files.readAllLines(user.secret);
      if (lines.isEmpty() || lines.getFirst().isEmpty()) {
        throw new Failure(
            "users." + name + ": " + user.secret + " has no password in its first line");
      }
      return lines.getFirst();
    } catch (IOException e) {
      throw new Failure("users." + name + ": " + user.secret + " cannot be read", e);
    }
  }

  @Override
  public List<String> leftAlone(String name, User wanted, @Nullable User actual) {
    List<String> left = new ArrayList<>();
    if (actual != null) {
      actual.mechanisms.stream()
          .filter(mechanism -> !wanted.mechanisms.contains(mechanism))
          .forEach(mechanism -> left.add("can log in by " + mechanism.mechanismName() + ", too"));
    }
    return left;
  }

  @Override
  public Change removal(Cluster cluster, String name, User actual) {
    List<UserScramCredentialAlteration> deletions = new ArrayList<>();
    actual.mechanisms.forEach(m -> deletions.add(new UserScramCredentialDeletion(name, m)));
    return new Change(
        name(),
        name,
        Change.Verb.DELETE,
        List.of(),
        List.of("its clients cannot log in any more"),
        c -> c.admin().alterUserScramCredentials(deletions).all().get());
  }

  @Override
  public Object written(String name, User user) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mechanism", user.mechanisms.iterator().next().mechanismName());
    tree.put(
        "password",
        Map.of(
            "env",
            name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_PASSWORD"));
    return tree;
  }
}
