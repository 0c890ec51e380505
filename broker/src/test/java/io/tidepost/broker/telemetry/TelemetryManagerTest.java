package io.tidepost.broker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.base.Clock;
import io.tidepost.base.Uuid;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.net.Loop;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.PushTelemetryRequest;
import io.tidepost.wire.record.ConfigRecord;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is to push what and when, on a clock that the test moves.
class TelemetryManagerTest {

  private static final int BYTES_MAX = 100;

  private final Time time = new Time();
  private final TelemetryManager manager = new TelemetryManager(time, SystemRandomness.INSTANCE);
  private MetadataImage image = MetadataImage.EMPTY;

  private static final class Time implements Clock {
    private long millis = 5_000_000;

    @Override
    public long wallMillis() {
      throw new AssertionError("a clock that may jump");
    }

    @Override
    public long monotonicNanos() {
      return millis * 1_000_000;
    }
  }

  @BeforeEach
  void subscribe() {
    set("shop", "metrics", "b.,a.");
    set("shop", "interval.ms", "1000");
    set("shop", "match", "client_id=shop-.*,client_source_port=5[0-9]+");
  }

  private void set(String subscription, String option, String value) {
    MetadataDelta delta = new MetadataDelta(image);
    var record = new ConfigRecord();
    record.resourceType = ConfigResource.Type.CLIENT_METRICS.code();
    record.resourceName = subscription;
    record.name = option;
    record.value = value;
    delta.replay(MetadataRecord.of(record));
    image = delta.apply(image.provenance());
    manager.update(image.configs());
  }

  private static RequestContext caller(String clientId) {
    Loop none =
        (Loop)
            Proxy.newProxyInstance(
                Loop.class.getClassLoader(), new Class<?>[] {Loop.class}, (p, m, a) -> null);
    return new RequestContext(
        (short) 71,
        (short) 0,
        1,
        clientId,
        "User:somebody",
        false,
        "PLAINTEXT",
        "PLAINTEXT",
        "127.0.0.1:9092-127.0.0.1:5123-7",
        InetAddress.getLoopbackAddress(),
        "apache-kafka-java",
        "4.4.0",
        none);
  }

  private TelemetryManager.Order order(Uuid id) {
    return manager.order(id, caller("shop-1"));
  }

  private TelemetryManager.Accepted push(Uuid id, int subscriptionId) {
    return push(id, subscriptionId, 0, 10, false);
  }

  private TelemetryManager.Accepted push(
      Uuid id, int subscriptionId, int codec, int bytes, boolean last) {
    var request = new PushTelemetryRequest();
    request.clientInstanceId = id;
    request.subscriptionId = subscriptionId;
    request.compressionType = (byte) codec;
    request.terminating = last;
    request.metrics = ByteBuffer.allocate(bytes);
    return manager.accept(request, caller("shop-1"), BYTES_MAX);
  }

  private static void refused(ErrorCode error, Supplier<?> call) {
    assertEquals(error, assertThrows(ApiException.class, call::get).error());
  }

  @Test
  void matchingSubscriptionsAreMerged() {
    TelemetryManager.Order shop = order(Uuid.ZERO);
    assertEquals(List.of("a.", "b."), shop.metrics());
    assertEquals(1000, shop.intervalMillis());
    TelemetryManager.Order other = manager.order(Uuid.ZERO, caller("other"));
    assertEquals(List.of(), other.metrics());
    assertEquals(300_000, other.intervalMillis());
    assertNotEquals(shop.instanceId(), other.instanceId());
    set("all", "metrics", "*");
    set("all", "interval.ms", "500");
    TelemetryManager.Order both = order(Uuid.ZERO);
    assertEquals(List.of("*"), both.metrics());
    assertEquals(500, both.intervalMillis());
  }

  @Test
  void whoComesTooEarlyIsThrottled() {
    TelemetryManager.Order order = order(Uuid.ZERO);
    Uuid id = order.instanceId();
    refused(ErrorCode.THROTTLING_QUOTA_EXCEEDED, () -> order(id));
    time.millis += 10;
    push(id, order.subscriptionId()); // the first one may come at once
    refused(ErrorCode.THROTTLING_QUOTA_EXCEEDED, () -> push(id, order.subscriptionId()));
    time.millis += 999;
    refused(ErrorCode.THROTTLING_QUOTA_EXCEEDED, () -> push(id, order.subscriptionId()));
    time.millis += 1;
    push(id, order.subscriptionId());
    push(id, order.subscriptionId(), 0, 10, true); // the last one may come early
    refused(ErrorCode.INVALID_REQUEST, () -> push(id, order.subscriptionId(), 0, 10, true));
  }

  @Test
  void aChangedSubscriptionIsLearntAtTheNextPush() {
    TelemetryManager.Order order = order(Uuid.ZERO);
    Uuid id = order.instanceId();
    time.millis += 10;
    push(id, order.subscriptionId());
    set("shop", "metrics", "c.");
    time.millis += 1000;
    refused(ErrorCode.UNKNOWN_SUBSCRIPTION_ID, () -> push(id, order.subscriptionId()));
    // Whoever was told so may ask again at once.
    TelemetryManager.Order again = order(id);
    assertEquals(id, again.instanceId());
    assertEquals(List.of("c."), again.metrics());
    time.millis += 1000;
    push(id, again.subscriptionId());
  }

  @Test
  void whatIsNotInOrderIsRefused() {
    TelemetryManager.Order order = order(Uuid.ZERO);
    Uuid id = order.instanceId();
    int subscription = order.subscriptionId();
    refused(ErrorCode.INVALID_REQUEST, () -> push(Uuid.ZERO, subscription));
    refused(ErrorCode.INVALID_REQUEST, () -> push(Uuid.ONE, subscription));
    time.millis += 1000;
    refused(ErrorCode.UNKNOWN_SUBSCRIPTION_ID, () -> push(id, subscription + 1));
    time.millis += 1000;
    refused(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, () -> push(id, subscription, 9, 10, false));
    time.millis += 1000;
    refused(ErrorCode.TELEMETRY_TOO_LARGE, () -> push(id, subscription, 0, BYTES_MAX + 1, false));
    time.millis += 1000;
    push(id, subscription, 4, BYTES_MAX, false);
  }

  @Test
  void theSilentAreForgotten() {
    order(Uuid.ZERO);
    TelemetryManager.Order known = order(Uuid.ZERO);
    assertEquals(2, manager.instanceCount());
    manager.closed(known.instanceId());
    assertEquals(1, manager.instanceCount());
    time.millis += 70_000;
    order(Uuid.ZERO);
    assertEquals(1, manager.instanceCount());
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < 17_000; i++) {
      order(Uuid.ZERO);
    }
    assertEquals(16_384, manager.instanceCount());
  }
}
