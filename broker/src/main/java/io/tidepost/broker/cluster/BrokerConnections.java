package io.tidepost.broker.cluster;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Connections to other brokers at the listener between brokers, one for each, for what
/// coordinators have to tell partitions that are led elsewhere. Any thread.
public final class BrokerConnections implements AutoCloseable {

  private final NodeConnection.Shared shared;
  private final Loop loop;
  private final String listener;
  private final Supplier<MetadataImage> image;
  private final Map<Integer, NodeConnection> open = new ConcurrentHashMap<>();

  /// @param loop of the connections
  /// @param listener name of the listener between brokers
  /// @param image where the brokers are
  public BrokerConnections(
      NodeConnection.Shared shared, Loop loop, String listener, Supplier<MetadataImage> image) {
    this.shared = shared;
    this.loop = loop;
    this.listener = listener;
    this.image = image;
  }

  /// The loop of the connections, where answers come.
  public Loop loop() {
    return loop;
  }

  /// The connection to a broker, `null` when it is not registered at the listener.
  public @Nullable NodeConnection to(int brokerId) {
    Broker broker = image.get().brokers().get(brokerId);
    Endpoint endpoint = broker == null ? null : broker.endpoint(listener);
    if (endpoint == null) {
      NodeConnection left = open.remove(brokerId);
      if (left != null) {
        left.close();
      }
      return null;
    }
    var address = new NodeAddress(brokerId, endpoint.host(), endpoint.port());
    NodeConnection connection =
        open.computeIfAbsent(
            brokerId,
            id -> new NodeConnection(shared, loop, address, NodeConnection.Listener.NONE));
    connection.moveTo(address);
    return connection;
  }

  /// The connection to the broker that leads a partition, `null` when nobody does or it is not
  /// registered at the listener.
  public @Nullable NodeConnection toLeaderOf(TopicPartition name) {
    Partition partition = image.get().topics().partition(name.topic(), name.partition());
    return partition == null || partition.leader() < 0 ? null : to(partition.leader());
  }

  @Override
  public void close() {
    open.values().forEach(NodeConnection::close);
    open.clear();
  }
}
