package io.tidepost.broker.quota;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.AddressRates;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.quota.ClientQuotas;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns the quotas of addresses in the metadata into what the listening side is told (KIP-612).
/// Names of hosts are looked up where that may block; until it is done, the rates before hold.
public final class AddressQuotas {

  private static final Log LOG = Log.of(AddressQuotas.class);

  private final Executor blocking;
  private final Consumer<AddressRates> target;
  private @Nullable KeptRecords seen;
  private Map<@Nullable String, Double> current = Map.of();

  /// @param blocking runs what may block, in any order
  public AddressQuotas(Executor blocking, Consumer<AddressRates> target) {
    this.blocking = blocking;
    this.target = target;
  }

  /// Whether this is an address, rather than the name of a host.
  public static boolean isAddress(String name) {
    return literal(name) != null;
  }

  private static @Nullable InetAddress literal(String name) {
    try {
      return InetAddress.ofLiteral(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Follows the metadata. One thread at a time.
  public void update(KeptRecords kept) {
    if (kept == seen) {
      return;
    }
    seen = kept;
    Map<@Nullable String, Double> wanted = ClientQuotas.of(kept).ofAddresses();
    if (wanted.equals(current)) {
      return;
    }
    synchronized (this) {
      current = wanted;
    }
    if (wanted.keySet().stream().allMatch(name -> name == null || isAddress(name))) {
      apply(wanted);
    } else {
      blocking.execute(() -> apply(wanted));
    }
  }

  private void apply(Map<@Nullable String, Double> rates) {
    Map<InetAddress, Double> byAddress = new HashMap<>();
    double[] others = {Double.POSITIVE_INFINITY};
    rates.forEach((name, rate) -> {
      if (name == null) {
        others[0] = rate;
        return;
      }
      try {
        byAddress.put(InetAddress.getByName(name), rate);
      } catch (UnknownHostException e) {
        LOG.warn("the connection rate of {} has no effect: there is no such host", name);
      }
    });
    synchronized (this) {
      if (current == rates) {
        target.accept(
            rates.isEmpty() ? AddressRates.UNLIMITED : new AddressRates(byAddress, others[0]));
      }
    }
  }
}
