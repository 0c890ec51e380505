package io.tidepost.coordinator.group.consumer;

/// Where a member is on its way to its target assignment.
///
/// ```
///                revoked all         waits for others
///  UNREVOKED ----------------> STABLE <----------> UNRELEASED
///      ^                         |                     |
///      +------ a new target takes partitions away -----+
/// ```
public enum MemberState {
  /// A state that a later version wrote.
  UNKNOWN((byte) 127),
  /// It has everything of its target.
  STABLE((byte) 1),
  /// It was told to give up partitions and has not said that it did.
  UNREVOKED((byte) 2),
  /// It waits for partitions that others have not given up.
  UNRELEASED((byte) 3);

  private final byte code;

  MemberState(byte code) {
    this.code = code;
  }

  /// Number of the state in records.
  public byte code() {
    return code;
  }

  /// The state of that number, [#UNKNOWN] when it is none of these.
  public static MemberState of(byte code) {
    for (MemberState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
