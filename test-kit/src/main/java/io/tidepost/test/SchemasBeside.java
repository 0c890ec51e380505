package io.tidepost.test;

import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpDoor;
import io.tidepost.registry.SchemaRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A schema registry on the brokers of one [Tidepost]. Only loaded when it is asked for: its
/// libraries need not be there.
final class SchemasBeside implements AutoCloseable {

  private final SchemaRegistry registry;

  private SchemasBeside(SchemaRegistry registry) {
    this.registry = registry;
  }

  static SchemasBeside start(String bootstrapServers, TidepostServer server) throws IOException {
    return new SchemasBeside(
        SchemaRegistry.open(
            List.of(new HttpAddress(false, "127.0.0.1", 0)),
            () -> Map.of("bootstrap.servers", bootstrapServers),
            HttpDoor.OPEN,
            server.context().clusterId()));
  }

  String url() {
    return registry.addresses().getFirst().toString();
  }

  @Override
  public void close() {
    registry.close();
  }
}
