package io.tidepost.registry;

import io.tidepost.http.BoundPort;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpDoor;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.registry.kafka.SchemasTopic;
import io.tidepost.registry.rest.RegistryApi;
import io.tidepost.registry.service.RegistryService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The schema registry of one node: its ports are bound at once, everything else is loaded when
/// somebody asks for the first time.
public final class SchemaRegistry implements RegistryApi.Source, AutoCloseable {

  /// The topic that schemas are kept in.
  public static final String TOPIC = "_schemas";

  private List<LazyPort> ports = List.of();
  private final ClusterWay way;
  private final HttpDoor door;
  private final String clusterId;
  private @Nullable RegistryService registry;

  private SchemaRegistry(ClusterWay way, HttpDoor door, String clusterId) {
    this.way = way;
    this.door = door;
    this.clusterId = clusterId;
  }

  /// Binds the ports.
  ///
  /// @param addresses to serve at
  /// @param way of the Kafka clients it uses
  /// @param door stands before everything
  /// @throws IOException when a port cannot be bound; the message names it
  public static SchemaRegistry open(
      List<HttpAddress> addresses, ClusterWay way, HttpDoor door, String clusterId)
      throws IOException {
    SchemaRegistry opened = new SchemaRegistry(way, door, clusterId);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private AutoCloseable serve(BoundPort port) {
    RegistryApi api = new RegistryApi(this, "");
    return HttpService.start(port, RegistryApi.CONTENT_TYPE, door, api::addTo);
  }

  @Override
  public Callers callers() {
    return door.callers();
  }

  @Override
  public String clusterId() {
    return clusterId;
  }

  /// The registry itself, loaded when it is not yet. Blocks.
  @Override
  public synchronized RegistryService registry() throws IOException {
    RegistryService known = registry;
    if (known == null) {
      Map<String, Object> settings = way.settings();
      known = new RegistryService(reader -> new SchemasTopic(TOPIC, settings, reader));
      registry = known;
    }
    return known;
  }

  /// Settings of the Kafka clients that it uses.
  public Map<String, Object> clientSettings() throws IOException {
    return way.settings();
  }

  /// Where it is served, with the ports that were really bound.
  public List<HttpAddress> addresses() {
    return ports.stream().map(LazyPort::address).toList();
  }

  @Override
  public synchronized void close() {
    ports.forEach(LazyPort::close);
    if (registry != null) {
      registry.close();
    }
  }
}
