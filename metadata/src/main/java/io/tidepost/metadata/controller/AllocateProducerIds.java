package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.ProducerIdsRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives a broker a block of producer ids that nobody else will get.
///
/// @param brokerId node id
/// @param brokerEpoch under which it is registered
public record AllocateProducerIds(int brokerId, long brokerEpoch)
    implements Command<AllocateProducerIds.Outcome> {

  /// Ids in a block.
  public static final int BLOCK_SIZE = 1000;

  /// @param failure why there is no block, or `null`
  /// @param first first id of the block; -1 when there is none
  /// @param count ids in the block
  public record Outcome(@Nullable Failure failure, long first, int count) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Broker broker = context.image().brokers().get(brokerId);
    if (broker == null || broker.epoch() != brokerEpoch) {
      ErrorCode error =
          broker == null ? ErrorCode.BROKER_ID_NOT_REGISTERED : ErrorCode.STALE_BROKER_EPOCH;
      return Decision.unchanged(new Outcome(Failure.of(error), -1, 0));
    }
    long first = context.image().nextProducerId();
    if (first > Long.MAX_VALUE - BLOCK_SIZE) {
      return Decision.unchanged(
          new Outcome(
              new Failure(
                  ErrorCode.UNKNOWN_SERVER_ERROR,
                  "Exhausted all producerIds as the next block's end producerId has exceeded the"
                      + " int64 type limit"),
              -1,
              0));
    }
    var record = new ProducerIdsRecord();
    record.brokerId = brokerId;
    record.brokerEpoch = brokerEpoch;
    record.nextProducerId = first + BLOCK_SIZE;
    return new Decision<>(List.of(MetadataRecord.of(record)), new Outcome(null, first, BLOCK_SIZE));
  }
}
