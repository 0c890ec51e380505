package io.tidepost.broker.security;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells whose credentials a change of the metadata took away, so that what they have open can be
/// closed: whoever came in with a password or key that is gone is out at once, not when the
/// connection ends, also when there are other credentials for that name. A password that is
/// replaced by another one closes nothing, as in Apache Kafka, so that it can be changed under
/// running clients.
public final class RevokedUsers {

  private static final String USER = "User:";

  private RevokedUsers() {}

  /// Says of a connection whether what it came in with was there before and is gone now; `null`
  /// when nothing changed that could matter.
  public static @Nullable Predicate<ConnectionInfo> between(KeptRecords before, KeptRecords after) {
    if (before.equals(after) || before.size() == 0) {
      return null;
    }
    return connection -> {
      if (connection.credential() instanceof KeptRecords.Key key) {
        return before.get(key) != null && after.get(key) == null;
      }
      Identity who = connection.identity();
      // A token is worth no more than the password of its owner.
      return who.tokenAuthenticated()
          && who.principal().startsWith(USER)
          && hasCredential(before, who.principal().substring(USER.length()))
          && !hasCredential(after, who.principal().substring(USER.length()));
    };
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
