package io.tidepost.compat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsResponseData;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.message.PushTelemetryResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pushes that no client of Kafka makes get Kafka's errors, and the server goes on.
@ExtendWith(Shared.class)
final class HostilePushesTest {
  private static final int INTERVAL_MILLIS = 100;
  private static final byte PLAIN = 0;
  private static final byte GZIP = 1;
  private static final byte ZSTD = 4;

  private final ServerUnderTest server;
  private final Clients clients;

  HostilePushesTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  /// @param type to set the subscription's options or to delete them, which ends it
  private void subscribe(String name, AlterConfigOp.OpType type) {
    var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        Map.of(
            resource,
            List.of(
                option("metrics", "org.apache.kafka.", type),
                option("interval.ms", String.valueOf(INTERVAL_MILLIS), type),
                option("match", "client_id=" + Frames.CLIENT_ID, type)));
    try (Admin admin = clients.admin()) {
      Clients.get(admin.incrementalAlterConfigs(changes).all());
    }
  }

  private static AlterConfigOp option(String name, String value, AlterConfigOp.OpType type) {
    return new AlterConfigOp(new ConfigEntry(name, value), type);
  }

  private static GetTelemetrySubscriptionsResponseData ask(Connection connection, Uuid id) {
    return connection.call(
        new GetTelemetrySubscriptionsRequestData().setClientInstanceId(id),
        new GetTelemetrySubscriptionsResponseData(),
        0);
  }

  private static Errors push(Connection connection, PushTelemetryRequestData request) {
    return Errors.forCode(connection.call(request, new PushTelemetryResponseData(), 0).errorCode());
  }

  /// Pushes again for as long as it is too early.
  private static Errors pushInTime(Connection connection, PushTelemetryRequestData request) {
    Errors answer = push(connection, request);
    long deadline = System.nanoTime() + Clients.LIMIT.toNanos();
    while (answer == Errors.THROTTLING_QUOTA_EXCEEDED && System.nanoTime() < deadline) {
      answer = push(connection, request);
    }
    return answer;
  }

  private static PushTelemetryRequestData push(
      GetTelemetrySubscriptionsResponseData order, byte codec, byte[] metrics) {
    return new PushTelemetryRequestData()
        .setClientInstanceId(order.clientInstanceId())
        .setSubscriptionId(order.subscriptionId())
        .setCompressionType(codec)
        .setMetrics(ByteBuffer.wrap(metrics));
  }

  private static byte[] gzipped(int zeros) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      byte[] block = new byte[1 << 16];
      for (int i = 0; i < zeros; i += block.length) {
        gzip.write(block);
      }
    }
    return out.toByteArray();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void getKafkasErrors() throws IOException {
    String subscription = Clients.unique("hostile");
    subscribe(subscription, AlterConfigOp.OpType.SET);
    try (Connection connection = new Connection(server.port())) {
      var order = ask(connection, Uuid.ZERO_UUID);
      assertEquals(Errors.NONE, Errors.forCode(order.errorCode()));
      assertNotEquals(Uuid.ZERO_UUID, order.clientInstanceId());
      assertEquals(INTERVAL_MILLIS, order.pushIntervalMs());
      assertEquals(List.of("org.apache.kafka."), order.requestedMetrics());
      assertEquals(
          List.of((byte) 4, (byte) 3, (byte) 1, (byte) 2), order.acceptedCompressionTypes());
      assertEquals(1 << 20, order.telemetryMaxBytes());
      byte[] nothing = {};
      assertEquals(Errors.NONE, push(connection, push(order, PLAIN, nothing)));
      assertEquals(Errors.INVALID_RECORD, pushInTime(connection, push(order, PLAIN, noise(1000))));
      assertEquals(Errors.INVALID_RECORD, pushInTime(connection, push(order, ZSTD, noise(1000))));
      assertEquals(
          Errors.INVALID_RECORD, pushInTime(connection, push(order, GZIP, gzipped(200 << 20))));
      assertEquals(
          Errors.TELEMETRY_TOO_LARGE,
          pushInTime(connection, push(order, PLAIN, noise((1 << 20) + 1))));
      assertEquals(
          Errors.UNSUPPORTED_COMPRESSION_TYPE,
          pushInTime(connection, push(order, (byte) 77, nothing)));
      assertEquals(
          Errors.UNKNOWN_SUBSCRIPTION_ID,
          pushInTime(
              connection,
              push(order, PLAIN, nothing).setSubscriptionId(order.subscriptionId() + 1)));
      assertEquals(
          Errors.INVALID_REQUEST,
          push(connection, push(order, PLAIN, nothing).setClientInstanceId(Uuid.ZERO_UUID)));
      assertEquals(
          Errors.NONE, pushInTime(connection, push(order, PLAIN, nothing).setTerminating(true)));
      assertEquals(
          Errors.INVALID_REQUEST,
          push(connection, push(order, PLAIN, nothing).setTerminating(true)));
    }
    try (Connection connection = new Connection(server.port())) {
      assertEquals(Errors.NONE, Errors.forCode(ask(connection, Uuid.randomUuid()).errorCode()));
    }
    // Its interval is too short for others to be too early.
    subscribe(subscription, AlterConfigOp.OpType.DELETE);
  }

  @Test
  void whoAsksAgainTooEarlyIsThrottled() throws IOException {
    try (Connection connection = new Connection(server.port());
        Admin admin = clients.admin()) {
      Clients.get(admin.describeCluster().clusterId());
      Uuid id = Uuid.randomUuid();
      assertEquals(Errors.NONE, Errors.forCode(ask(connection, id).errorCode()));
      assertEquals(
          Errors.THROTTLING_QUOTA_EXCEEDED, Errors.forCode(ask(connection, id).errorCode()));
    }
  }
}
