package io.tidepost.cli.apikey;

import io.tidepost.cli.Explain;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.jspecify.annotations.Nullable;

/// Keys are users whose names say that they were made here.
final class Keys {

  /// In which mechanisms a secret is kept.
  static final List<ScramMechanism> MECHANISMS =
      List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);

  private static final String PREFIX = "key-";
  private static final int NAME_BYTES = 6;
  private static final int SECRET_BYTES = 30;

  private Keys() {}

  /// A name that nobody has.
  static String newName() {
    return PREFIX + HexFormat.of().formatHex(random(NAME_BYTES));
  }

  /// A secret of 240 random bits in 40 letters, digits, `-` and `_`.
  static String newSecret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
  }

  private static byte[] random(int bytes) {
    byte[] result = new byte[bytes];
    new SecureRandom().nextBytes(result);
    return result;
  }

  static boolean isKey(String user) {
    return user.startsWith(PREFIX);
  }

  static String principal(String key) {
    return "User:" + key;
  }

  /// Every entry about somebody, or about anybody.
  static AclBindingFilter of(@Nullable String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  /// Alters one credential; Kafka takes one per user and request.
  static void alter(Admin admin, UserScramCredentialAlteration alteration)
      throws ExecutionException, InterruptedException {
    admin.alterUserScramCredentials(List.of(alteration)).all().get();
  }

  /// Removes a key. Its entries go first: whoever is still logged in may do nothing from then on.
  ///
  /// @return whether there was anything of it
  static boolean remove(Admin admin, String key) throws ExecutionException, InterruptedException {
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
      if (Explain.unwrap(e) instanceof ResourceNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }
}
