package io.tidepost.replica.share;

/// Where a record stands in a share group (KIP-932, KIP-1191). The numbers are those of the records
/// in `__share_group_state`.
///
/// ```
/// AVAILABLE -> ACQUIRED -> ACKNOWLEDGED
///     ^           |  \---> ARCHIVED
///     +-----------+   \--> ARCHIVING -> ARCHIVED
/// ```
public enum RecordState {
  /// May be delivered.
  AVAILABLE(0),
  /// Delivered to one member, which holds a lock on it. Never stored.
  ACQUIRED(1),
  /// Processed. The end of its way.
  ACKNOWLEDGED(2),
  /// Given up, and on its way to the dead-letter topic.
  ARCHIVING(3),
  /// Given up. The end of its way.
  ARCHIVED(4);

  private final byte id;

  RecordState(int id) {
    this.id = (byte) id;
  }

  /// The number in stored records.
  public byte id() {
    return id;
  }

  /// Whether nothing can happen to the record any more.
  public boolean isFinal() {
    return this == ACKNOWLEDGED || this == ARCHIVED;
  }

  /// The state with this number.
  ///
  /// @throws IllegalArgumentException when there is none
  public static RecordState of(byte id) {
    for (RecordState state : values()) {
      if (state.id == id) {
        return state;
      }
    }
    throw new IllegalArgumentException("there is no delivery state " + id);
  }
}
