package io.tidepost.broker.plugin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/// Lets a Kafka client in this process log in with the token that somebody has shown to it, the
/// option `token` of its login module. Whether it is any good, and for how long, other nodes find
/// out.
public final class ShownToken implements AuthenticateCallbackHandler {

  private static final long LIFE_MILLIS = TimeUnit.DAYS.toMillis(365);

  private String text = "";

  private record Token(String value, long startTimeMillis) implements OAuthBearerToken {

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return startTimeMillis + LIFE_MILLIS;
    }

    @Override
    public String principalName() {
      return "visitor";
    }

    @Override
    public @Nullable Long startTimeMs() {
      return startTimeMillis;
    }
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    text = String.valueOf(entries.getFirst().getOptions().get("token"));
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback wanted) {
        wanted.token(new Token(text, System.currentTimeMillis()));
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {
    // holds nothing
  }
}
