package io.tidepost.coordinator.runtime;

/// One coordinator's state over one partition. Owned by one thread at a time: the loading thread
/// until [#loaded], the partition's owner loop afterwards.
///
/// The `apply` methods are the only place where durable state changes: the same code on the leader
/// (for records it appended itself, once they are committed), after a restart and in the simulator.
public interface Shard {

  /// Takes a committed record into the state.
  ///
  /// @param offset the record's offset in the partition
  /// @param producerId the transaction's producer id, or -1 when the record is in no transaction
  /// @throws CorruptRecordException when the record cannot be understood at all
  void apply(long offset, long producerId, CoordinatorRecord record);

  /// Takes the end of a transaction into the state.
  ///
  /// @param producerId whose transaction ended
  /// @param committed `false` when it was aborted
  void applyMarker(long producerId, boolean committed);

  /// Everything committed has been applied; timers may be set now.
  void loaded(Turn<?> turn);

  /// Leadership is gone: answers every request that is parked in the state. The state is dropped
  /// afterwards.
  void unloaded(Turn<?> turn);
}
