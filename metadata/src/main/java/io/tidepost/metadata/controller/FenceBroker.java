package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fences a broker that is known to be gone: its session has ended, or its connection was closed
/// and its port refuses. It leads nothing any more, and its node id may be registered anew at once.
/// A broker that lives unfences itself with its next heartbeat.
///
/// @param brokerId node id
/// @param brokerEpoch under which it is registered
public record FenceBroker(int brokerId, long brokerEpoch) implements Command<FenceBroker.Outcome> {

  /// @param failure why it was not fenced, or `null`; a broker that is fenced already is no failure
  public record Outcome(@Nullable Failure failure) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Failure failure = Registrations.check(context, brokerId, brokerEpoch);
    Broker broker = context.image().brokers().get(brokerId);
    List<MetadataRecord> records = new ArrayList<>();
    if (failure == null && broker != null) {
      if (broker.fenced()) {
        context.sessions().end(brokerId);
      } else {
        Registrations.fence(context, broker, records);
      }
    }
    return Decision.inParts(records, new Outcome(failure));
  }
}
