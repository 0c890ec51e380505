package io.tidepost.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may connect, on a clock that the test moves.
class ConnectionLimitsTest {

  private static final InetAddress SOMEBODY = InetAddress.getLoopbackAddress();

  private static ConnectionLimits limits(int connectionsMax, int creationRateMax) {
    return new ConnectionLimits(
        new NetOptions(
            1 << 20,
            64 << 20,
            connectionsMax,
            100,
            Map.of(),
            creationRateMax,
            600_000,
            -1,
            -1,
            50,
            8,
            256 << 10));
  }

  @Test
  void onlySoManyConnectionsAreMadePerSecond() {
    ConnectionLimits limits = limits(100, 2);
    assertNull(limits.accept(SOMEBODY, 10_000));
    assertNull(limits.accept(SOMEBODY, 10_400));
    String refused = limits.accept(SOMEBODY, 10_999);
    assertNotNull(refused);
    assertTrue(refused.contains("max.connection.creation.rate"), refused);
    assertEquals(2, limits.connections());
    assertNull(limits.accept(SOMEBODY, 11_000));
    assertNull(limits.accept(SOMEBODY, 11_001));
    assertNotNull(limits.accept(SOMEBODY, 11_002));
  }

  @Test
  void whoLeavesMakesRoom() {
    ConnectionLimits limits = limits(1, 100);
    assertNull(limits.accept(SOMEBODY, 0));
    assertTrue(limits.isFull());
    limits.closed(SOMEBODY);
    assertFalse(limits.isFull());
    assertEquals(0, limits.connections());
  }
}
