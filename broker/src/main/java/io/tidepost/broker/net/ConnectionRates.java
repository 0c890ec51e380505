package io.tidepost.broker.net;

import io.tidepost.broker.quota.WindowedRate;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// Decides how fast connections may come, in all and to each listener
/// (`max.connection.creation.rate`), and from each address (`connection_creation_rate`). As in
/// Kafka, those that come too fast for the broker or the listener are let in one after the other,
/// later; what comes too fast from one address is closed after the pause, unread (KIP-612). Told
/// what time it is. Any thread.
final class ConnectionRates {

  /// Addresses that are counted; beyond, those that have rested are forgotten.
  private static final int ADDRESSES_MAX = 10_000;

  /// What becomes of a connection.
  ///
  /// @param delayMillis after so long
  /// @param refused whether it is closed then, unread
  record Verdict(long delayMillis, boolean refused) {}

  private static final Verdict AT_ONCE = new Verdict(0, false);

  private final int windows;
  private final long windowMillis;
  private final WindowedRate all;
  private final Map<String, WindowedRate> listeners = new HashMap<>();
  private final Map<String, Long> openAgainMillis = new HashMap<>();
  private final Map<InetAddress, WindowedRate> addresses = new HashMap<>();
  private Map<String, Integer> listenerBounds = Map.of();
  private double bound = Double.POSITIVE_INFINITY;
  private AddressRates addressRates = AddressRates.UNLIMITED;
  private long sweptMillis;

  /// @param windows `quota.window.num`
  /// @param windowMillis `quota.window.size.seconds`; also the longest pause
  ConnectionRates(int windows, long windowMillis) {
    this.windows = windows;
    this.windowMillis = windowMillis;
    this.all = new WindowedRate(windows, windowMillis);
  }

  /// Takes over the bounds of the broker and of single listeners, per second.
  synchronized void change(double inAll, Map<String, Integer> byListener) {
    bound = inAll;
    listenerBounds = byListener;
  }

  synchronized void change(AddressRates rates) {
    addressRates = rates;
    if (rates == AddressRates.UNLIMITED) {
      addresses.clear();
    }
  }

  /// Counts a new connection. A listener that has to pause takes the next one up only afterwards.
  synchronized Verdict admit(String listener, InetAddress address, long nowMillis) {
    int listenerBound = listenerBounds.getOrDefault(listener, Integer.MAX_VALUE);
    boolean limited = bound < Integer.MAX_VALUE || listenerBound < Integer.MAX_VALUE;
    if (!limited && addressRates == AddressRates.UNLIMITED) {
      return AT_ONCE;
    }
    long turn = Math.max(nowMillis, openAgainMillis.getOrDefault(listener, nowMillis));
    WindowedRate ofListener =
        listeners.computeIfAbsent(listener, name -> new WindowedRate(windows, windowMillis));
    if (limited) {
      all.add(1, turn);
      ofListener.add(1, turn);
      long pause = Math.max(all.pauseFor(bound, turn), ofListener.pauseFor(listenerBound, turn));
      turn += Math.min(pause, windowMillis);
      openAgainMillis.put(listener, turn);
    }
    long refusedFor = refusal(address, turn);
    if (refusedFor > 0 && limited) {
      all.add(-1, turn);
      ofListener.add(-1, turn);
    }
    return new Verdict(turn - nowMillis + refusedFor, refusedFor > 0);
  }

  private long refusal(InetAddress address, long nowMillis) {
    double most = addressRates.of(address);
    if (most >= Integer.MAX_VALUE) {
      return 0;
    }
    if (addresses.size() > ADDRESSES_MAX && nowMillis - sweptMillis > windowMillis) {
      sweptMillis = nowMillis;
      addresses.values().removeIf(rate -> nowMillis - rate.lastMillis() > windows * windowMillis);
    }
    WindowedRate rate =
        addresses.computeIfAbsent(address, key -> new WindowedRate(windows, windowMillis));
    rate.add(1, nowMillis);
    long pause = Math.min(rate.pauseFor(most, nowMillis), windowMillis);
    if (pause > 0) {
      rate.add(-1, nowMillis);
    }
    return pause;
  }

  /// Milliseconds for which a listener takes up nothing; 0 when it may.
  synchronized long pauseOf(String listener, long nowMillis) {
    return Math.max(0, openAgainMillis.getOrDefault(listener, nowMillis) - nowMillis);
  }
}
