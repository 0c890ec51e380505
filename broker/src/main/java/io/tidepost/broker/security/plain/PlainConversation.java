package io.tidepost.broker.security.plain;

import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.metadata.image.KeptRecords;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The server's side of PLAIN: one message with whom to act as, the user's name and the password.
/// Errors are Kafka's.
final class PlainConversation implements SaslConversation {

  private static final byte[] NOTHING = {};
  private static final int PARTS = 3;

  private final PlainMechanism mechanism;
  private PlainMechanism.@Nullable Verdict verdict;
  private @Nullable String claimed;
  private @Nullable String user;

  PlainConversation(PlainMechanism mechanism) {
    this.mechanism = mechanism;
  }

  @Override
  public boolean isExpensive(byte[] token) {
    String[] parts = parts(token);
    return parts.length == PARTS
        && !parts[1].isEmpty()
        && !parts[2].isEmpty()
        && !mechanism.isRightAtOnce(parts[1], parts[2]);
  }

  private static String[] parts(byte[] token) {
    return new String(token, StandardCharsets.UTF_8).split("\u0000", PARTS + 1);
  }

  @Override
  public byte[] step(byte[] token) throws SaslFailure {
    String[] parts = parts(token);
    if (parts.length != PARTS) {
      throw SaslFailure.told("Invalid SASL/PLAIN response: expected 3 tokens, got " + parts.length);
    }
    String name = parts[1];
    if (name.isEmpty()) {
      throw SaslFailure.told("Authentication failed: username not specified");
    }
    if (parts[2].isEmpty()) {
      throw SaslFailure.told("Authentication failed: password not specified");
    }
    PlainMechanism.Verdict found = mechanism.check(name, parts[2]);
    verdict = found;
    claimed = found.exists() ? name : null;
    if (!found.right()) {
      throw SaslFailure.told("Authentication failed: Invalid username or password");
    }
    if (!parts[0].isEmpty() && !parts[0].equals(name)) {
      throw SaslFailure.told(
          "Authentication failed: Client requested an authorization id that is different from"
              + " username");
    }
    user = name;
    return NOTHING;
  }

  @Override
  public @Nullable String claimedUser() {
    return claimed;
  }

  @Override
  public KeptRecords.@Nullable Key credential() {
    return verdict == null ? null : verdict.credential();
  }

  @Override
  public boolean isStillValid() {
    return mechanism.isStillThere(credential());
  }

  @Override
  public boolean isComplete() {
    return user != null;
  }

  @Override
  public String user() {
    String known = user;
    if (known == null) {
      throw new IllegalStateException("nobody is authenticated");
    }
    return known;
  }
}
