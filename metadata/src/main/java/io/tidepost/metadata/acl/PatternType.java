package io.tidepost.metadata.acl;

/// How the name in an access control entry stands for names of resources, with the numbers of the
/// protocol. Entries are `LITERAL` (the name itself; `*` stands for all) or `PREFIXED`; `ANY` and
/// `MATCH` occur in filters only.
public enum PatternType {
  UNKNOWN,
  ANY,
  MATCH,
  LITERAL,
  PREFIXED;

  /// The literal name that stands for all names.
  public static final String WILDCARD = "*";

  private static final PatternType[] VALUES = values();

  public byte code() {
    return (byte) ordinal();
  }

  /// The type with this number, `UNKNOWN` when there is none.
  public static PatternType of(byte code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : UNKNOWN;
  }
}
