package io.tidepost.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may connect, on a clock that the test moves.
class ConnectionLimitsTest {

  private static final InetAddress SOMEBODY = InetAddress.getLoopbackAddress();

  private static ConnectionLimits limits(int connectionsMax) {
    return new ConnectionLimits(
        new NetOptions(
            1 << 20,
            64 << 20,
            connectionsMax,
            100,
            Map.of(),
            Integer.MAX_VALUE,
            600_000,
            -1,
            -1,
            50,
            8,
            256 << 10));
  }

  @Test
  void whoLeavesMakesRoom() {
    ConnectionLimits limits = limits(1);
    assertNull(limits.accept("A", SOMEBODY));
    assertTrue(limits.isFull("A"));
    limits.closed("A", SOMEBODY);
    assertFalse(limits.isFull("A"));
    assertEquals(0, limits.connections());
  }

  @Test
  void aListenerMayHaveABoundOfItsOwn() {
    ConnectionLimits limits = limits(10);
    limits.changeListeners(Map.of("A", 1));
    assertNull(limits.accept("A", SOMEBODY));
    assertTrue(limits.isFull("A"));
    assertFalse(limits.isFull("B"));
    limits.closed("A", SOMEBODY);
    assertFalse(limits.isFull("A"));
  }
}
