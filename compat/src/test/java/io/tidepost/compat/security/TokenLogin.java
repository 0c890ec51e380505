package io.tidepost.compat.security;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/// Gives a client the tokens that a test makes, by the name in its login module's option `source`.
public final class TokenLogin implements AuthenticateCallbackHandler {

  static final Map<String, Supplier<Token>> SOURCES = new ConcurrentHashMap<>();

  private String source = "";

  /// @param value the token itself
  /// @param startTimeMillis when it was issued
  /// @param lifetimeMs when it ends
  record Token(String value, long startTimeMillis, long lifetimeMs) implements OAuthBearerToken {

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public String principalName() {
      return "client";
    }

    @Override
    public @Nullable Long startTimeMs() {
      return startTimeMillis;
    }
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    source = String.valueOf(entries.getFirst().getOptions().get("source"));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback wanted) {
        Supplier<Token> tokens = SOURCES.get(source);
        if (tokens != null) {
          wanted.token(tokens.get());
        }
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {}
}
