package io.tidepost.cli.apikey;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
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

  /// The entries about a key.
  static Collection<AclBinding> acls(Admin admin, String key)
      throws ExecutionException, InterruptedException {
    return admin.describeAcls(of(principal(key))).values().get();
  }

  /// Every entry about somebody, or about anybody.
  static AclBindingFilter of(@Nullable String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  /// What removes a key's credentials.
  static List<UserScramCredentialAlteration> deletions(
      String key, Collection<ScramMechanism> mechanisms) {
    List<UserScramCredentialAlteration> deletions = new ArrayList<>();
    mechanisms.forEach(each -> deletions.add(new UserScramCredentialDeletion(key, each)));
    return deletions;
  }
}
