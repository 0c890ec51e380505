package io.tidepost.broker.net;

import java.net.InetAddress;
import java.util.Map;

/// How many connections per second may come from single addresses (KIP-612).
///
/// @param byAddress for addresses that have a rate of their own
/// @param others for each of all others
public record AddressRates(Map<InetAddress, Double> byAddress, double others) {

  /// As many as anybody wants.
  public static final AddressRates UNLIMITED = new AddressRates(Map.of(), Double.POSITIVE_INFINITY);

  double of(InetAddress address) {
    return byAddress.getOrDefault(address, others);
  }
}
