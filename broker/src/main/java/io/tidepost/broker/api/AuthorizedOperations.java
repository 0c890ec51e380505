package io.tidepost.broker.api;

/// What a client may do, as a bit field of ACL operations (KIP-430). Nobody is refused anything
/// here, so these are all operations that the kind of resource has.
public final class AuthorizedOperations {

  /// The client did not ask.
  public static final int NOT_ASKED = Integer.MIN_VALUE;

  /// Read, write, create, delete, alter, describe, describe and alter configurations.
  public static final int TOPIC =
      1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 11;

  /// Create, alter, describe, act for the cluster, describe and alter configurations, write
  /// idempotently.
  public static final int CLUSTER = 1 << 5 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12;

  private AuthorizedOperations() {}
}
