package io.tidepost.broker.security.plain;

import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The server's side of PLAIN: one message with whom to act as, the user's name and the password.
/// Errors are Kafka's.
final class PlainConversation implements SaslConversation {

  private static final byte[] NOTHING = {};
  private static final int PARTS = 3;

  private final BiPredicate<String, String> check;
  private final Predicate<String> cheap;
  private @Nullable String user;

  /// @param check whether a user has a password
  /// @param cheap whether that is known at once
  PlainConversation(BiPredicate<String, String> check, Predicate<String> cheap) {
    this.check = check;
    this.cheap = cheap;
  }

  @Override
  public boolean isExpensive(byte[] token) {
    String[] parts = parts(token);
    return parts.length == PARTS && !cheap.test(parts[1]);
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
    if (!check.test(name, parts[2])) {
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
