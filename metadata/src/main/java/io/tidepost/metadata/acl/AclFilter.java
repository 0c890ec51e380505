package io.tidepost.metadata.acl;

import org.jspecify.annotations.Nullable;

/// Selects access control entries; `ANY` and null match everything.
///
/// @param patternType `MATCH` selects every entry that applies to the resource called `name`:
///   literal, wildcard and prefixed ones
public record AclFilter(
    ResourceType type,
    PatternType patternType,
    @Nullable String name,
    @Nullable String principal,
    @Nullable String host,
    AclOperation operation,
    AclPermission permission) {

  /// Whether a part of the pattern is something that only later software knows.
  public boolean hasUnknownPattern() {
    return type == ResourceType.UNKNOWN || patternType == PatternType.UNKNOWN;
  }

  /// Whether a part of the rest is something that only later software knows.
  public boolean hasUnknownEntry() {
    return operation == AclOperation.UNKNOWN || permission == AclPermission.UNKNOWN;
  }

  public boolean selects(Acl acl) {
    return selects(acl.pattern())
        && (principal == null || principal.equals(acl.principal()))
        && (host == null || host.equals(acl.host()))
        && (operation == AclOperation.ANY || operation == acl.operation())
        && (permission == AclPermission.ANY || permission == acl.permission());
  }

  private boolean selects(AclPattern pattern) {
    if (type != ResourceType.ANY && type != pattern.type()) {
      return false;
    }
    boolean exact = patternType == PatternType.ANY || patternType == pattern.patternType();
    if (!exact && patternType != PatternType.MATCH) {
      return false;
    }
    if (name == null) {
      return true;
    }
    if (exact || pattern.patternType() != PatternType.PREFIXED) {
      return name.equals(pattern.name()) || (!exact && pattern.name().equals(PatternType.WILDCARD));
    }
    return name.startsWith(pattern.name());
  }
}
