package io.tidepost.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.net.ConnectionRates.Verdict;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How fast connections may come, on a clock that the test moves.
class ConnectionRatesTest {

  private static final InetAddress ONE = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("10.0.0.2");
  private static final long START = 100_000;

  private final ConnectionRates rates = new ConnectionRates(11, 1000);

  /// When the last of so many connections that come at once is let in.
  private long lastIn(String listener, int connections) {
    long last = START;
    for (int i = 0; i < connections; i++) {
      Verdict verdict = rates.admit(listener, ONE, START);
      assertFalse(verdict.refused());
      assertTrue(START + verdict.delayMillis() >= last, "in order");
      last = START + verdict.delayMillis();
    }
    return last;
  }

  @Test
  void nothingIsCountedWithoutABound() {
    assertEquals(START, lastIn("A", 10_000));
  }

  @Test
  void aBurstIsLetInAtTheRate() {
    rates.change(10, Map.of());
    // The windows hold ten seconds, so a hundred come at once; then a few at a time follow.
    assertEquals(START, lastIn("A", 100));
    assertEquals(11_000, lastIn("A", 100) - START, 1500);
    assertTrue(rates.pauseOf("A", START) > 8000);
    assertEquals(0, rates.pauseOf("A", START + 12_000));
  }

  @Test
  void aListenerMayBeSlowerThanTheRest() {
    rates.change(Integer.MAX_VALUE, Map.of("SLOW", 1));
    assertEquals(START, lastIn("FAST", 1000));
    assertTrue(lastIn("SLOW", 30) > START + 10_000);
    assertEquals(0, rates.pauseOf("FAST", START));
  }

  @Test
  void anAddressThatComesTooOftenIsRefusedAndOthersAreNot() {
    rates.change(new AddressRates(Map.of(ONE, 1.0), 5));
    int in = 0;
    for (int i = 0; i < 100; i++) {
      Verdict verdict = rates.admit("A", ONE, START);
      in += verdict.refused() ? 0 : 1;
      assertTrue(verdict.delayMillis() <= 1000);
      assertEquals(verdict.refused(), verdict.delayMillis() > 0);
    }
    assertEquals(10, in);
    int others = 0;
    for (int i = 0; i < 100; i++) {
      others += rates.admit("A", OTHER, START).refused() ? 0 : 1;
    }
    assertEquals(50, others);
    assertFalse(rates.admit("A", ONE, START + 20_000).refused(), "after a rest");
    rates.change(AddressRates.UNLIMITED);
    assertFalse(rates.admit("A", OTHER, START).refused());
  }

  @Test
  void whoIsRefusedDoesNotUseUpWhatOthersMay() {
    rates.change(1, Map.of());
    rates.change(new AddressRates(Map.of(ONE, 0.1), Double.POSITIVE_INFINITY));
    assertFalse(rates.admit("A", ONE, START).refused());
    for (int i = 0; i < 50; i++) {
      assertTrue(rates.admit("A", ONE, START).refused());
    }
    assertEquals(new Verdict(0, false), rates.admit("A", OTHER, START));
  }
}
