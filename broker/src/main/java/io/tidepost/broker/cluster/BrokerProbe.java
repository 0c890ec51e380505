package io.tidepost.broker.cluster;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks whether a broker that was silent is gone: a port that refuses has no process behind it. A
/// process that is stopped or cut off does not refuse; its session decides.
public final class BrokerProbe {

  private final NodeConnection.Shared shared;
  private final Supplier<String> listener;

  /// @param listener name of the listener between brokers
  public BrokerProbe(NodeConnection.Shared shared, Supplier<String> listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /// Looks once.
  ///
  /// @param gone runs on the loop if the broker's port refuses
  public void probe(Loop loop, Broker broker, Runnable gone) {
    Endpoint endpoint = broker.endpoint(listener.get());
    if (endpoint != null) {
      probe(loop, new NodeAddress(broker.id(), endpoint.host(), endpoint.port()), gone);
    }
  }

  /// Looks once at a port of any kind.
  ///
  /// @param gone runs on the loop if it refuses
  void probe(Loop loop, NodeAddress address, Runnable gone) {
    new Probing(loop, address, gone).start();
  }

  /// Whether nobody listens at a port that was to be connected to.
  static boolean isRefusal(IOException cause) {
    Throwable at = cause;
    while (at != null && !(at instanceof ConnectException)) {
      at = at.getCause();
    }
    return at != null && String.valueOf(at.getMessage()).contains("refused");
  }

  private final class Probing implements NodeConnection.Listener {
    private final Runnable gone;
    private final NodeConnection connection;
    private boolean over;

    Probing(Loop loop, NodeAddress address, Runnable gone) {
      this.gone = gone;
      this.connection = new NodeConnection(shared, loop, address, this);
    }

    void start() {
      connection.connect();
    }

    @Override
    public void connected() {
      end(null);
    }

    @Override
    public void disconnected(IOException cause) {
      end(cause);
    }

    private void end(@Nullable IOException cause) {
      if (over) {
        return;
      }
      over = true;
      connection.close();
      if (cause != null && isRefusal(cause)) {
        gone.run();
      }
    }
  }
}
