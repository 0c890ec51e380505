package io.tidepost.broker.quota;

import io.tidepost.broker.api.Reply;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.MutationQuota;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one request may still create and delete (KIP-599). A strict one refuses what is too much; a
/// permissive one, for clients that do not know the error, lets it pass and has them pause. Asked
/// on the metadata loop, answered from there.
public final class PartitionGrant implements MutationQuota {

  static final PartitionGrant UNLIMITED = new PartitionGrant(null, 0, false, () -> 0);

  private final @Nullable TokenBucket bucket;
  private final double rate;
  private final boolean strict;
  private final LongSupplier now;
  private long pauseEndMillis;

  PartitionGrant(@Nullable TokenBucket bucket, double rate, boolean strict, LongSupplier now) {
    this.bucket = bucket;
    this.rate = rate;
    this.strict = strict;
    this.now = now;
  }

  @Override
  public @Nullable Failure take(int partitions) {
    if (bucket == null) {
      return null;
    }
    long millis = now.getAsLong();
    synchronized (bucket) {
      long pause = strict ? bucket.pauseFor(rate, millis) : 0;
      if (pause > 0) {
        pauseEndMillis = millis + pause;
        return Failure.of(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
      }
      bucket.take(partitions, rate, millis);
      if (!strict) {
        pauseEndMillis = millis + bucket.pauseFor(rate, millis);
      }
    }
    return null;
  }

  /// Has the client pause, if it has to, and tells it so in `response`.
  public <S extends Message> S tell(S response, Reply<S> reply) {
    if (bucket != null) {
      int pause = (int) Math.clamp(pauseEndMillis - now.getAsLong(), 0, Integer.MAX_VALUE);
      if (pause > 0) {
        response.throttle(pause);
        reply.pause(pause);
      }
    }
    return response;
  }
}
