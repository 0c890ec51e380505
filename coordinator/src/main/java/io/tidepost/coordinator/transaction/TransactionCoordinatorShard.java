package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The transactional ids of one partition of `__transaction_state`.
///
/// What is durable is one [TransactionMetadata] for each id, changed in [#apply] only. What is not:
/// requests that wait ([ParkedCommands]), partitions that are being added ([AddedPartitions]), and
/// the last producer epoch, which Kafka's records do not carry.
public final class TransactionCoordinatorShard implements Shard {

  private static final TimerKey TIMEOUTS = new TimerKey("timeouts", "", "");
  private static final TimerKey EXPIRATION = new TimerKey("expiration", "", "");

  private final TransactionOptions options;
  private final int coordinatorEpoch;
  private final TransactionEffects effects;
  private final Map<String, TransactionMetadata> ids = new HashMap<>();
  private final Map<String, AddedPartitions> added = new HashMap<>();
  private final ParkedCommands parked = new ParkedCommands();

  /// @param coordinatorEpoch the partition's leader epoch; markers of an older one are refused
  public TransactionCoordinatorShard(
      TransactionOptions options, int coordinatorEpoch, TransactionEffects effects) {
    this.options = options;
    this.coordinatorEpoch = coordinatorEpoch;
    this.effects = effects;
  }

  TransactionOptions options() {
    return options;
  }

  TransactionEffects effects() {
    return effects;
  }

  ParkedCommands parked() {
    return parked;
  }

  /// What is known of an id, `null` when nothing is.
  public @Nullable TransactionMetadata find(String transactionalId) {
    return ids.get(transactionalId);
  }

  /// Everything that is known; read only.
  public Collection<TransactionMetadata> all() {
    return Collections.unmodifiableCollection(ids.values());
  }

  /// The partitions that are being added to the id's transaction.
  AddedPartitions added(String transactionalId) {
    return added.computeIfAbsent(transactionalId, id -> new AddedPartitions());
  }

  void nothingAdded(String transactionalId) {
    added.remove(transactionalId);
  }

  /// What was just committed, with what its record does not carry.
  void settled(TransactionMetadata committed) {
    TransactionMetadata known = ids.get(committed.transactionalId());
    if (known != null
        && known.producerId() == committed.producerId()
        && known.producerEpoch() == committed.producerEpoch()
        && known.state() == committed.state()) {
      ids.put(committed.transactionalId(), committed);
    }
  }

  /// Has the markers of a transaction written whose outcome is fixed.
  void orderMarkers(TransactionMetadata prepared, Turn<TransactionCoordinatorShard> turn) {
    turn.reply(new Reply<>(effects::writeMarkers), MarkerOrder.of(prepared, coordinatorEpoch));
  }

  @Override
  public void apply(long offset, long producerId, CoordinatorRecord record) {
    String id = TransactionRecords.readKey(record.key());
    if (id == null) {
      return; // a record of a later version of the platform
    }
    byte[] value = record.value();
    if (value == null) {
      ids.remove(id);
    } else {
      ids.put(id, TransactionRecords.readValue(id, value));
    }
  }

  /// Nothing in this partition is in a transaction itself.
  @Override
  public void applyMarker(long producerId, boolean committed) {}

  @Override
  public void loaded(Turn<?> turn) {
    Turn<TransactionCoordinatorShard> mine = own(turn);
    for (TransactionMetadata metadata : ids.values()) {
      if (metadata.state().isPrepared()) {
        orderMarkers(metadata, mine);
      }
    }
    scheduleTimeouts(mine);
    scheduleExpiration(mine);
  }

  /// Sets the timer of the next look at open transactions.
  void scheduleTimeouts(Turn<TransactionCoordinatorShard> turn) {
    turn.setTimer(TIMEOUTS, options.timeoutCheckMillis(), new TimeoutTick());
  }

  /// Sets the timer of the next look at idle ids.
  void scheduleExpiration(Turn<TransactionCoordinatorShard> turn) {
    turn.setTimer(EXPIRATION, options.expirationCheckMillis(), new ExpirationTick());
  }

  @Override
  public void unloaded(Turn<?> turn) {
    parked.refuseAll(ErrorCode.NOT_COORDINATOR, own(turn));
    added.values().forEach(waiting -> waiting.refuse(ErrorCode.NOT_COORDINATOR, own(turn)));
  }

  @SuppressWarnings("unchecked")
  private static Turn<TransactionCoordinatorShard> own(Turn<?> turn) {
    return (Turn<TransactionCoordinatorShard>) turn;
  }
}
