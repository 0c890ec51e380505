package io.tidepost.broker.net;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Where connections go that do not speak Kafka's protocol but HTTP/2: the consensus library shares
/// the controller's port. Any loop.
@FunctionalInterface
public interface Relay {

  /// The address, `null` while nobody is there.
  @Nullable SocketAddress target();
}
