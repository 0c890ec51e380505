package io.tidepost.broker.transaction;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.AllocateProducerIds;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Hands out producer ids from a block that the controller gave this broker, and asks for the next
/// block when it is used up. Any thread.
public final class ProducerIds {

  /// Gets an id, or why there is none.
  public interface Taker {
    /// @param id meaningful without a failure
    void take(long id, @Nullable Failure failure);
  }

  private final BrokerContext context;
  private final ArrayDeque<Taker> waiting = new ArrayDeque<>();
  private long next;
  private int left;
  private boolean asked;

  ProducerIds(BrokerContext context) {
    this.context = context;
  }

  /// Hands an id to `taker`, at once or when the controller has answered.
  public void next(Taker taker) {
    long id;
    synchronized (this) {
      if (left == 0) {
        waiting.add(taker);
        ask();
        return;
      }
      left--;
      id = next++;
    }
    taker.take(id, null);
  }

  private synchronized void ask() {
    if (!asked) {
      asked = true;
      context
          .controller()
          .submit(new AllocateProducerIds(context.nodeId(), context.brokerEpoch()), this::answered);
    }
  }

  private void answered(AllocateProducerIds.@Nullable Outcome block, @Nullable Failure failure) {
    Failure why = block == null ? failure : block.failure();
    ArrayDeque<Taker> takers;
    synchronized (this) {
      asked = false;
      takers = new ArrayDeque<>(waiting);
      waiting.clear();
      if (block != null && why == null) {
        next = block.first();
        left = block.count();
      }
    }
    for (Taker taker : takers) {
      if (block == null || why != null) {
        taker.take(-1, why == null ? Failure.of(ErrorCode.COORDINATOR_NOT_AVAILABLE) : why);
      } else {
        next(taker);
      }
    }
  }
}
