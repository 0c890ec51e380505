package io.tidepost.rest;

import io.tidepost.http.BoundPort;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpDoor;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.registry.SchemaRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Topics over HTTP at one node: its ports are bound at once, everything else is loaded when
/// somebody asks for the first time.
public final class RestProxy implements AutoCloseable {

  private final CallerWay way;
  private final SchemaRegistry registry;
  private final HttpDoor door;
  private List<LazyPort> ports = List.of();
  private @Nullable ConsumerInstances consumers;
  private @Nullable TopicsOfCallers topics;

  private final Duration consumerIdleMax;

  private RestProxy(
      CallerWay way, SchemaRegistry registry, HttpDoor door, Duration consumerIdleMax) {
    this.consumerIdleMax = consumerIdleMax;
    this.way = way;
    this.registry = registry;
    this.door = door;
  }

  /// Binds the ports.
  ///
  /// @param addresses to serve at
  /// @param way of the Kafka clients that act for callers
  /// @param registry that knows the schemas of records
  /// @param door stands before everything
  /// @param consumerIdleMax how long a consumer lives without a request
  /// @throws IOException when a port cannot be bound; the message names it
  public static RestProxy open(
      List<HttpAddress> addresses,
      CallerWay way,
      SchemaRegistry registry,
      HttpDoor door,
      Duration consumerIdleMax)
      throws IOException {
    RestProxy opened = new RestProxy(way, registry, door, consumerIdleMax);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private synchronized AutoCloseable serve(BoundPort port) {
    Schemas schemas = new Schemas(registry, door.callers());
    TopicsOfCallers known = topics;
    if (known == null) {
      known = new TopicsOfCallers(way);
      topics = known;
    }
    ConsumerInstances instances = consumers;
    if (instances == null) {
      instances = new ConsumerInstances(way, schemas, consumerIdleMax);
      consumers = instances;
    }
    return HttpService.start(
        port,
        Format.ANSWERS,
        door,
        List.of(
            new TopicsResource(known),
            new ProduceResource(known, schemas),
            new PostResource(known),
            new ConsumersResource(instances)));
  }

  /// Where it is served, with the ports that were really bound.
  public List<HttpAddress> addresses() {
    return ports.stream().map(LazyPort::address).toList();
  }

  @Override
  public synchronized void close() {
    ports.forEach(LazyPort::close);
    if (consumers != null) {
      consumers.close();
    }
    if (topics != null) {
      topics.close();
    }
  }
}
