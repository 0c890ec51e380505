package io.tidepost.broker.cluster;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.wire.message.ApiVersionsRequest;
import io.tidepost.wire.message.ApiVersionsResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks brokers whether they are there, with a request that an event loop answers at once. Each has
/// a connection of its own for that, where nothing else waits in front.
///
/// Belongs to one loop; its methods may be called on any thread.
public final class BrokerPulse {

  /// Told what came of asking a broker, on the loop.
  public interface Listener {

    /// It answered.
    void answered(int brokerId, long brokerEpoch);

    /// The connection is gone, or there is none.
    void lost(int brokerId, long brokerEpoch);
  }

  private static final class Asked {
    final NodeConnection connection;
    boolean underWay;

    Asked(NodeConnection connection) {
      this.connection = connection;
    }
  }

  private final NodeConnection.Shared shared;
  private final Loop loop;
  private final Supplier<String> listenerName;
  private final Map<Integer, Asked> all = new HashMap<>();

  /// @param listenerName name of the listener between brokers
  public BrokerPulse(NodeConnection.Shared shared, Loop loop, Supplier<String> listenerName) {
    this.shared = shared;
    this.loop = loop;
    this.listenerName = listenerName;
  }

  /// Asks a broker, unless it still owes an answer.
  public void ask(Broker broker, Listener listener) {
    Endpoint endpoint = broker.endpoint(listenerName.get());
    if (endpoint != null) {
      var address = new NodeAddress(broker.id(), endpoint.host(), endpoint.port());
      loop.execute(() -> ask(broker, address, listener));
    }
  }

  private void ask(Broker broker, NodeAddress address, Listener listener) {
    Asked asked =
        all.computeIfAbsent(
            broker.id(),
            id ->
                new Asked(new NodeConnection(shared, loop, address, NodeConnection.Listener.NONE)));
    asked.connection.moveTo(address);
    if (asked.underWay) {
      return;
    }
    asked.underWay = true;
    asked.connection.send(
        new SimpleCall<>(
            ApiVersionsRequest.API_KEY,
            (short) 0,
            (short) 0,
            new ApiVersionsRequest(),
            ApiVersionsResponse::read,
            shared.settings().requestMillisMax(),
            (response, failure) -> {
              asked.underWay = false;
              tell(broker, response, listener);
            }));
  }

  private static void tell(
      Broker broker, @Nullable ApiVersionsResponse response, Listener listener) {
    if (response == null) {
      listener.lost(broker.id(), broker.epoch());
    } else {
      listener.answered(broker.id(), broker.epoch());
    }
  }

  /// Asks nobody any more, for now.
  public void rest() {
    loop.execute(() -> {
      all.values().forEach(asked -> asked.connection.close());
      all.clear();
    });
  }
}
