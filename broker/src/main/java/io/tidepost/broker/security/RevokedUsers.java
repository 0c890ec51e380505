package io.tidepost.broker.security;

import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells whose credentials a change of the metadata took away, so that what they have open can be
/// closed: somebody whose password or key is revoked is out at once, not when the connection ends.
public final class RevokedUsers {

  private static final String USER = "User:";

  private RevokedUsers() {}

  /// Says of a principal whether it had a credential before and has none now; `null` when nothing
  /// changed that could matter.
  public static @Nullable Predicate<String> between(KeptRecords before, KeptRecords after) {
    if (before.equals(after) || before.size() == 0) {
      return null;
    }
    return principal ->
        principal.startsWith(USER)
            && hasCredential(before, principal.substring(USER.length()))
            && !hasCredential(after, principal.substring(USER.length()));
  }

  private static boolean hasCredential(KeptRecords records, String user) {
    for (ScramHash hash : ScramHash.values()) {
      if (records.get(KeptRecordKeys.scramCredential(user, hash.number())) != null) {
        return true;
      }
    }
    return false;
  }
}
