package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.UnregisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Forgets a broker that will not come back; one that still runs has to register anew.
///
/// @param brokerId node id
public record UnregisterBroker(int brokerId) implements Command<UnregisterBroker.Outcome> {

  /// @param failure why it is still registered, or `null`
  public record Outcome(@Nullable Failure failure) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Broker broker = context.image().brokers().get(brokerId);
    if (broker == null) {
      return Decision.unchanged(
          new Outcome(
              new Failure(
                  ErrorCode.BROKER_ID_NOT_REGISTERED,
                  "Broker ID " + brokerId + " is not currently registered")));
    }
    List<MetadataRecord> records = new ArrayList<>();
    new PartitionChanges(context, records).leave(brokerId);
    var record = new UnregisterBrokerRecord();
    record.brokerId = brokerId;
    record.brokerEpoch = broker.epoch();
    records.add(MetadataRecord.of(record));
    context.sessions().end(brokerId);
    return Decision.inParts(records, new Outcome(null));
  }
}
