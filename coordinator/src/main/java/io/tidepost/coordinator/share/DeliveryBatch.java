package io.tidepost.coordinator.share;

/// Offsets of a share partition in one state.
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param state number of the delivery state: 0 available, 2 acknowledged, 3 archiving, 4 archived
/// @param deliveryCount how often they were delivered
public record DeliveryBatch(long firstOffset, long lastOffset, byte state, short deliveryCount) {

  boolean continues(DeliveryBatch before) {
    return before.lastOffset + 1 == firstOffset
        && before.state == state
        && before.deliveryCount == deliveryCount;
  }

  DeliveryBatch from(long offset) {
    return offset <= firstOffset
        ? this
        : new DeliveryBatch(offset, lastOffset, state, deliveryCount);
  }

  DeliveryBatch upTo(long offset) {
    return offset >= lastOffset
        ? this
        : new DeliveryBatch(firstOffset, offset, state, deliveryCount);
  }
}
