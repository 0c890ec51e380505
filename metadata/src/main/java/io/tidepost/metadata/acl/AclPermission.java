package io.tidepost.metadata.acl;

/// Whether an access control entry allows or denies, with the numbers of the protocol; `ANY` occurs
/// in filters only.
public enum AclPermission {
  UNKNOWN,
  ANY,
  DENY,
  ALLOW;

  private static final AclPermission[] VALUES = values();

  public byte code() {
    return (byte) ordinal();
  }

  /// The permission with this number, `UNKNOWN` when there is none.
  public static AclPermission of(byte code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : UNKNOWN;
  }
}
