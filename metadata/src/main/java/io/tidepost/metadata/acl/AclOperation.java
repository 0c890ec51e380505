package io.tidepost.metadata.acl;

/// What may be done to a resource, with the numbers of the protocol. `UNKNOWN` stands for what only
/// later software knows, `ANY` matches all in filters, `ALL` allows or denies everything.
public enum AclOperation {
  UNKNOWN,
  ANY,
  ALL,
  READ,
  WRITE,
  CREATE,
  DELETE,
  ALTER,
  DESCRIBE,
  CLUSTER_ACTION,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
  IDEMPOTENT_WRITE,
  CREATE_TOKENS,
  DESCRIBE_TOKENS,
  TWO_PHASE_COMMIT;

  private static final AclOperation[] VALUES = values();

  public byte code() {
    return (byte) ordinal();
  }

  /// The operation in the bit fields of KIP-430.
  public int bit() {
    return 1 << ordinal();
  }

  /// The operation with this number, `UNKNOWN` when there is none.
  public static AclOperation of(byte code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : UNKNOWN;
  }

  /// Whether an entry that allows `granted` allows this operation too.
  public boolean isImpliedBy(AclOperation granted) {
    return granted == this
        || granted == ALL
        || switch (this) {
          case DESCRIBE ->
              granted == READ || granted == WRITE || granted == DELETE || granted == ALTER;
          case DESCRIBE_CONFIGS -> granted == ALTER_CONFIGS;
          default -> false;
        };
  }
}
