package io.tidepost.coordinator.transaction;

import org.jspecify.annotations.Nullable;

/// What a transactional id is doing.
///
/// ```
///  EMPTY ─ first partition ─> ONGOING ─ end ─> PREPARE_COMMIT ─ markers written ─> COMPLETE_COMMIT
///                               ^    └─ end ─> PREPARE_ABORT ── markers written ─> COMPLETE_ABORT
///                               └───────────────── first partition ─────────────────────┘
/// ```
///
/// From PREPARE_COMMIT and PREPARE_ABORT on the outcome is fixed, whatever crashes.
public enum TransactionState {
  EMPTY((byte) 0, "Empty"),
  ONGOING((byte) 1, "Ongoing"),
  PREPARE_COMMIT((byte) 2, "PrepareCommit"),
  PREPARE_ABORT((byte) 3, "PrepareAbort"),
  COMPLETE_COMMIT((byte) 4, "CompleteCommit"),
  COMPLETE_ABORT((byte) 5, "CompleteAbort"),
  /// Kafka writes neither of the last two; they may be asked for in ListTransactions.
  DEAD((byte) 6, "Dead"),
  PREPARE_EPOCH_FENCE((byte) 7, "PrepareEpochFence");

  private final byte id;
  private final String label;

  TransactionState(byte id, String label) {
    this.id = id;
    this.label = label;
  }

  /// Number in records of `__transaction_state`.
  public byte id() {
    return id;
  }

  /// Name in the protocol.
  public String label() {
    return label;
  }

  /// Whether the outcome is fixed but not yet written everywhere.
  public boolean isPrepared() {
    return this == PREPARE_COMMIT || this == PREPARE_ABORT;
  }

  /// Whether nothing is open, so that a transaction may begin or the id expire.
  public boolean isIdle() {
    return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
  }

  /// The state with that number, `null` when there is none.
  public static @Nullable TransactionState of(byte id) {
    return id >= 0 && id < values().length ? values()[id] : null;
  }

  /// The state with that name in the protocol, `null` when there is none.
  public static @Nullable TransactionState named(String label) {
    for (TransactionState state : values()) {
      if (state.label.equals(label)) {
        return state;
      }
    }
    return null;
  }
}
