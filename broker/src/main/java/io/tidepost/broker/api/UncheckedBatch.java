package io.tidepost.broker.api;

import io.tidepost.broker.Log;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ProduceResponse.PartitionProduceResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A batch that is checked on the I/O pool.
///
/// @param answer says why when it is refused
/// @param nowMillis when it came
record UncheckedBatch(
    HostedPartition partition, ByteBuffer batch, PartitionProduceResponse answer, long nowMillis) {

  private static final Log LOG = Log.of(UncheckedBatch.class);

  /// @return what is stored, `null` when it is refused
  @Nullable ByteBuffer check(ProduceChecks checks, RequestContext caller) {
    try {
      return checks.checkInPeace(batch, partition, caller, nowMillis, answer).batch();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("{}: a batch of {} cannot be opened", partition, caller.connectionId(), e);
      answer.errorCode = ErrorCode.UNKNOWN_SERVER_ERROR.code();
      return null;
    }
  }
}
