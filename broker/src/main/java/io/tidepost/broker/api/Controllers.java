package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.Broker;

/// Which node clients are told to be the controller. They send it what is for the controller, and
/// any broker passes that on (KIP-590).
final class Controllers {

  private Controllers() {}

  /// The node of the active controller if it is a broker that lives, else this one.
  static int shown(BrokerContext context) {
    int leader = context.cluster().leadership().leaderId();
    Broker broker = context.image().brokers().get(leader);
    return broker == null || broker.fenced() ? context.nodeId() : leader;
  }
}
