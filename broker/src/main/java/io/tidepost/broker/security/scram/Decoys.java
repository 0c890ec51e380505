package io.tidepost.broker.security.scram;

import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users who do not exist seem to have, so that nobody can find out who does (RFC 5802,
/// section 9): the same salt and the same rounds each time a name is tried, on each node and after
/// each restart, and rounds as they are usual among those who exist. Any thread.
public final class Decoys {

  /// Rounds where nobody has any.
  private static final int ITERATIONS = 4096;

  private static final int SALT_BYTES = 20;

  /// A hash function and rounds that somebody has.
  private record Kind(ScramHash hash, int iterations) {}

  /// How many users have each kind, as of `kept`.
  ///
  /// @param all each credential counts
  /// @param first one credential of each user counts, the one that PLAIN looks at
  private record Census(KeptRecords kept, Map<Kind, Integer> all, Map<Kind, Integer> first) {}

  private volatile byte[] key = SecureBytes.next(SALT_BYTES);
  private volatile @Nullable Census census;

  /// Makes nodes of one cluster agree, before and after a restart.
  ///
  /// @param secrets what strangers do not know of the cluster
  public void agree(List<String> secrets) {
    key =
        ScramHash.SHA_256.hmac(
            "decoys".getBytes(StandardCharsets.UTF_8),
            String.join("\u0000", secrets).getBytes(StandardCharsets.UTF_8));
  }

  /// What somebody of this name has who does not exist. No password fits it.
  ScramCredential of(ScramHash hash, String user, KeptRecords kept) {
    Kind none = new Kind(hash, ITERATIONS);
    Kind kind = choose(user, none, census(kept).all, each -> each.hash == hash);
    return made(kind, user);
  }

  /// As [#of], with a hash function chosen as well.
  public Made any(String user, KeptRecords kept) {
    Kind none = new Kind(ScramHash.SHA_256, ITERATIONS);
    Kind kind = choose(user, none, census(kept).first, each -> true);
    return new Made(kind.hash, made(kind, user));
  }

  /// @param credential no password fits it
  public record Made(ScramHash hash, ScramCredential credential) {}

  private ScramCredential made(Kind kind, String user) {
    byte[] salt = kind.hash.hmac(key, ("salt" + user).getBytes(StandardCharsets.UTF_8));
    byte[] stored = SecureBytes.next(kind.hash.bytes());
    return new ScramCredential(Arrays.copyOf(salt, SALT_BYTES), stored, stored, kind.iterations);
  }

  /// Weighted rendezvous hashing: a name keeps its kind while others come and go, and each kind
  /// gets about its share of names.
  private Kind choose(
      String user,
      Kind none,
      Map<Kind, Integer> counts,
      java.util.function.Predicate<Kind> wanted) {
    return counts.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .max(Comparator.comparingDouble(entry -> score(user, entry.getKey(), entry.getValue())))
        .map(Map.Entry::getKey)
        .orElse(none);
  }

  private double score(String user, Kind kind, int weight) {
    String text = kind.hash.mechanism() + ':' + kind.iterations + ':' + user;
    byte[] hash = ScramHash.SHA_256.hmac(key, text.getBytes(StandardCharsets.UTF_8));
    double unit = ((ByteBuffer.wrap(hash).getLong() >>> 11) + 1) * 0x1.0p-53;
    return -weight / Math.log(Math.min(unit, Math.nextDown(1.0)));
  }

  @SuppressWarnings("ReferenceEquality") // an image's records are replaced, never changed
  private Census census(KeptRecords kept) {
    Census known = census;
    if (known == null || known.kept != kept) {
      known = count(kept);
      census = known;
    }
    return known;
  }

  private static Census count(KeptRecords kept) {
    Map<Kind, Integer> all = new HashMap<>();
    Map<String, Kind> firsts = new HashMap<>();
    kept.ofType(UserScramCredentialRecord.API_KEY)
        .forEach(message -> {
          var record = (UserScramCredentialRecord) message;
          ScramHash hash = ScramHash.of(record.mechanism);
          if (hash != null) {
            Kind kind = new Kind(hash, record.iterations);
            all.merge(kind, 1, Integer::sum);
            firsts.merge(record.name, kind, (a, b) -> a.hash.number() < b.hash.number() ? a : b);
          }
        });
    Map<Kind, Integer> first = new HashMap<>();
    firsts.values().forEach(kind -> first.merge(kind, 1, Integer::sum));
    return new Census(kept, Map.copyOf(all), Map.copyOf(first));
  }
}
