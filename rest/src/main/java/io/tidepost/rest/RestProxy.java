package io.tidepost.rest;

import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.registry.ClusterWay;
import io.tidepost.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Topics over HTTP at one node: its ports are bound at once, everything else is loaded when
/// somebody asks for the first time.
public final class RestProxy implements AutoCloseable {

  private final ClusterWay way;
  private final SchemaRegistry registry;
  private final Callers callers;
  private List<LazyPort> ports = List.of();
  private @Nullable ConsumerInstances consumers;
  private @Nullable Topics topics;

  private final Duration consumerIdleMax;

  private RestProxy(
      ClusterWay way, SchemaRegistry registry, Callers callers, Duration consumerIdleMax) {
    this.consumerIdleMax = consumerIdleMax;
    this.way = way;
    this.registry = registry;
    this.callers = callers;
  }

  /// Binds the ports.
  ///
  /// @param addresses to serve at
  /// @param way of the Kafka clients it uses
  /// @param registry that knows the schemas of records
  /// @param consumerIdleMax how long a consumer lives without a request
  /// @throws IOException when a port cannot be bound; the message names it
  public static RestProxy open(
      List<HttpAddress> addresses,
      ClusterWay way,
      SchemaRegistry registry,
      Callers callers,
      Duration consumerIdleMax)
      throws IOException {
    RestProxy opened = new RestProxy(way, registry, callers, consumerIdleMax);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private synchronized AutoCloseable serve(ServerSocketChannel channel) throws IOException {
    Map<String, Object> clientSettings = way.settings();
    Schemas schemas = new Schemas(registry);
    Topics known = topics;
    if (known == null) {
      known = new Topics(clientSettings);
      topics = known;
    }
    ConsumerInstances instances = consumers;
    if (instances == null) {
      instances = new ConsumerInstances(clientSettings, schemas, consumerIdleMax);
      consumers = instances;
    }
    return HttpService.start(
        channel,
        Format.ANSWERS,
        callers,
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
