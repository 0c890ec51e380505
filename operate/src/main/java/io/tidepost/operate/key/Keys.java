package io.tidepost.operate.key;

import io.tidepost.operate.Reasons;
import io.tidepost.operate.Refusal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/// Keys are users whose names say that they were made here.
public final class Keys {

  /// In which mechanisms a secret is kept.
  private static final List<ScramMechanism> MECHANISMS =
      List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);

  /// The work a client does per login; the secret itself cannot be guessed.
  private static final int ITERATIONS = 4096;

  private static final String PREFIX = "key-";
  private static final int NAME_BYTES = 6;
  private static final int SECRET_BYTES = 30;

  private Keys() {}

  /// A name that nobody has.
  private static String newName() {
    return PREFIX + HexFormat.of().formatHex(random(NAME_BYTES));
  }

  /// A secret of 240 random bits in 40 letters, digits, `-` and `_`.
  private static String newSecret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
  }

  private static byte[] random(int bytes) {
    byte[] result = new byte[bytes];
    new SecureRandom().nextBytes(result);
    return result;
  }

  /// Whether a user is a key, by its name.
  public static boolean isKey(String user) {
    return user.startsWith(PREFIX);
  }

  /// By which access control knows a key.
  public static String principal(String key) {
    return "User:" + key;
  }

  /// Every entry about somebody, or about anybody.
  private static AclBindingFilter of(@Nullable String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  /// Alters one credential; Kafka takes one per user and request.
  private static void alter(Admin admin, UserScramCredentialAlteration alteration)
      throws ExecutionException, InterruptedException {
    admin.alterUserScramCredentials(List.of(alteration)).all().get();
  }

  /// A key that can log in.
  ///
  /// @param role in words
  /// @param resources topics, and prefixes with a `*` behind them
  public record Key(String name, String role, String resources) {}

  /// A key that was just made.
  public record Made(String name, String secret) {
    /// Hides the secret.
    @Override
    public String toString() {
      return name;
    }
  }

  /// All keys that can log in, by name.
  public static List<Key> list(Admin admin) throws ExecutionException, InterruptedException {
    Map<String, Collection<AclBinding>> byPrincipal = new HashMap<>();
    for (AclBinding acl : admin.describeAcls(of(null)).values().get()) {
      byPrincipal.computeIfAbsent(acl.entry().principal(), any -> new ArrayList<>()).add(acl);
    }
    List<Key> keys = new ArrayList<>();
    for (String key : new TreeSet<>(admin.describeUserScramCredentials().all().get().keySet())) {
      if (isKey(key)) {
        Collection<AclBinding> acls = byPrincipal.getOrDefault(principal(key), List.of());
        keys.add(new Key(key, Role.of(acls), topics(acls)));
      }
    }
    return keys;
  }

  private static String topics(Collection<AclBinding> acls) {
    var names = new TreeSet<String>();
    for (AclBinding acl : acls) {
      if (acl.pattern().resourceType() == ResourceType.TOPIC) {
        names.add(shown(acl.pattern()));
      }
    }
    return String.join(", ", names);
  }

  /// A topic's name, or a prefix with a `*` behind it.
  public static String shown(ResourcePattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED ? pattern.name() + "*" : pattern.name();
  }

  /// What a role is for: topics by name and by prefix.
  ///
  /// @throws Refusal when nothing is named, or an administrator is to have single topics
  public static List<ResourcePattern> resources(
      Role role, Collection<String> topics, Collection<String> prefixes) {
    if (topics.isEmpty() && prefixes.isEmpty()) {
      throw new Refusal("say on what: a topic or a prefix");
    }
    if (role == Role.admin && !topics.isEmpty()) {
      throw new Refusal("an admin key is for a prefix, not for single topics");
    }
    List<ResourcePattern> resources = new ArrayList<>();
    topics.forEach(topic ->
        resources.add(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL)));
    prefixes.forEach(prefix ->
        resources.add(new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED)));
    return resources;
  }

  /// Makes a key. When it cannot be made wholly, nothing of it is left.
  ///
  /// @param groups further ones that it may be a member of
  public static Made create(
      Admin admin, Role role, List<ResourcePattern> resources, Collection<String> groups)
      throws ExecutionException, InterruptedException {
    Made made = new Made(newName(), newSecret());
    admin.createAcls(role.acls(made.name(), resources, groups)).all().get();
    try {
      for (ScramMechanism mechanism : MECHANISMS) {
        alter(
            admin,
            new UserScramCredentialUpsertion(
                made.name(), new ScramCredentialInfo(mechanism, ITERATIONS), made.secret()));
      }
    } catch (ExecutionException e) {
      remove(admin, made.name());
      throw e;
    }
    return made;
  }

  /// Removes a key. Its entries go first: whoever is still logged in may do nothing from then on.
  ///
  /// @return whether there was anything of it
  public static boolean remove(Admin admin, String key)
      throws ExecutionException, InterruptedException {
    int entries = admin.deleteAcls(List.of(of(principal(key)))).all().get().size();
    List<ScramMechanism> mechanisms = mechanisms(admin, key);
    for (ScramMechanism mechanism : mechanisms) {
      alter(admin, new UserScramCredentialDeletion(key, mechanism));
    }
    return entries > 0 || !mechanisms.isEmpty();
  }

  private static List<ScramMechanism> mechanisms(Admin admin, String key)
      throws ExecutionException, InterruptedException {
    try {
      return admin
          .describeUserScramCredentials(List.of(key))
          .description(key)
          .get()
          .credentialInfos()
          .stream()
          .map(ScramCredentialInfo::mechanism)
          .toList();
    } catch (ExecutionException e) {
      if (Reasons.unwrap(e) instanceof ResourceNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }
}
