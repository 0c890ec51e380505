package io.tidepost.replica.share;

import org.jspecify.annotations.Nullable;

/// What a member says about a record that it holds (KIP-932, KIP-1222).
public enum AcknowledgeType {
  /// There is no record at this offset.
  GAP,
  /// Processed.
  ACCEPT,
  /// Not processed; deliver it again.
  RELEASE,
  /// Cannot be processed; do not deliver it again.
  REJECT,
  /// Still working on it: the lock starts anew.
  RENEW;

  private static final AcknowledgeType[] BY_ID = values();

  /// The type with this number in a request, `null` when there is none.
  public static @Nullable AcknowledgeType of(byte id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }
}
