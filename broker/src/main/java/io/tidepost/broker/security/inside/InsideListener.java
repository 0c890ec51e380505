package io.tidepost.broker.security.inside;

import io.tidepost.base.Clock;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.security.sasl.SaslListener;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The security of the listener for clients in this process: on the loopback interface, with SASL,
/// and nothing but a pass lets in. Any thread.
public final class InsideListener implements ListenerSecurity {

  /// Its name. Those of configured listeners have no small letters.
  public static final String NAME = "inside";

  /// Who does the platform's own work: may do everything, and can be nobody who comes from outside.
  public static final Identity PLATFORM = Identity.of("Platform:tidepost");

  /// Where it is bound; the system chooses the port.
  public static final ListenerAddress ADDRESS = new ListenerAddress(NAME, "127.0.0.1", 0);

  private static final int UNAUTHENTICATED_BYTES_MAX = 4096;

  private final SaslListener sasl;

  /// @param failureDelayMillis how long somebody without a pass waits for the answer
  public InsideListener(Passes passes, long failureDelayMillis, Clock clock) {
    sasl =
        new SaslListener(
            List.of(passes),
            Map.of(),
            failureDelayMillis,
            UNAUTHENTICATED_BYTES_MAX,
            Runnable::run,
            clock,
            passes.identities(),
            login -> {});
  }

  /// Whether a request is the platform's own work.
  public static boolean isPlatform(RequestContext caller) {
    return caller.listener().equals(NAME) && caller.principal().equals(PLATFORM.principal());
  }

  @Override
  public String protocol() {
    return "SASL_PLAINTEXT";
  }

  @Override
  public @Nullable Gate gate(ConnectionInfo connection) {
    return sasl.gate(connection);
  }

  @Override
  public int unauthenticatedBytesMax() {
    return UNAUTHENTICATED_BYTES_MAX;
  }
}
