package io.tidepost.cli;

import io.tidepost.operate.Reasons;
import io.tidepost.operate.Refusal;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Turns what the client library throws into one sentence.
public final class Explain {

  private Explain() {}

  /// @param doing what was being done, such as the command's name
  public static Failure failure(Throwable thrown, ClientOptions client, String doing) {
    Throwable cause = unwrap(thrown);
    return switch (cause) {
      case Failure f -> f;
      case Refusal r -> new Failure(r.sentence(), r);
      case TimeoutException e ->
          new Failure(
              doing
                  + " got no answer from "
                  + client.bootstrap()
                  + " within "
                  + client.timeoutMillis() / 1000
                  + " s ("
                  + sentence(e)
                  + "); 'tidepost doctor -b "
                  + client.bootstrap()
                  + "' looks closer",
              e);
      case SslAuthenticationException e ->
          new Failure("TLS with " + client.bootstrap() + " failed: " + sentence(e), e);
      case SaslAuthenticationException e ->
          new Failure(client.bootstrap() + " does not let us in: " + sentence(e), e);
      case AuthorizationException e -> new Failure("not allowed: " + sentence(e), e);
      case UnsupportedVersionException e ->
          new Failure("this cluster cannot do that: " + sentence(e), e);
      case InterruptException e -> new Failure(doing + " was interrupted", e);
      default -> new Failure(sentence(cause), cause);
    };
  }

  /// The exception that matters, without the wrappers of futures and of client constructors.
  public static Throwable unwrap(Throwable thrown) {
    return Reasons.unwrap(thrown);
  }

  /// The message on one line, or the kind of error where there is no message.
  public static String sentence(Throwable thrown) {
    return Reasons.sentence(thrown);
  }
}
