package io.tidepost.broker.security.visitor;

import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.SecureBytes;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Remembers for a minute whose password was right, so that not every request costs thousands of
/// rounds of hashing. It holds for as long as the credential in the metadata is the very same, and
/// keeps keyed hashes in place of passwords, with a key of this process. Any thread.
final class KnownVisitors {

  private static final int KNOWN_MAX = 10_000;
  private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

  private record Known(Visitor visitor, Message record, long sinceNanos) {}

  private final byte[] secret = SecureBytes.next(32);
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private String key(String user, String password) {
    byte[] text = (user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(ScramHash.SHA_256.hmac(secret, text));
  }

  /// Who it is, when that was found out before and still holds.
  @SuppressWarnings("ReferenceEquality") // any new record, also an equal one, has to be looked at
  @Nullable Visitor find(String user, String password, KeptRecords now) {
    Known found = known.get(key(user, password));
    if (found == null || System.nanoTime() - found.sinceNanos > NANOS_MAX) {
      return null;
    }
    KeptRecords.Key credential = found.visitor.credential();
    return credential != null && now.get(credential) == found.record ? found.visitor : null;
  }

  /// Remembers a visitor whose password was right for what the metadata held at `then`.
  void remember(String user, String password, Visitor visitor, KeptRecords then) {
    KeptRecords.Key credential = visitor.credential();
    Message record = credential == null ? null : then.get(credential);
    if (record == null) {
      return; // what is not in the metadata may change without anybody telling
    }
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.put(key(user, password), new Known(visitor, record, System.nanoTime()));
  }
}
