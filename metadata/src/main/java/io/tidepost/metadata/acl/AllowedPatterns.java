package io.tidepost.metadata.acl;

import java.util.HashSet;
import java.util.Set;

/// What entries about one principal allow and deny, by name and prefix; says whether anything
/// allowed remains.
final class AllowedPatterns {

  private final Set<String> allowedNames = new HashSet<>();
  private final Set<String> allowedPrefixes = new HashSet<>();
  private final Set<String> deniedNames = new HashSet<>();
  private final Set<String> deniedPrefixes = new HashSet<>();

  void add(Acl acl) {
    boolean literal = acl.pattern().patternType() == PatternType.LITERAL;
    if (acl.permission() == AclPermission.DENY) {
      (literal ? deniedNames : deniedPrefixes).add(acl.pattern().name());
    } else {
      (literal ? allowedNames : allowedPrefixes).add(acl.pattern().name());
    }
  }

  boolean anyRemains() {
    if (deniedNames.contains(PatternType.WILDCARD)) {
      return false;
    }
    if (allowedNames.contains(PatternType.WILDCARD)) {
      return true;
    }
    for (String name : allowedNames) {
      if (!deniedNames.contains(name) && !isCovered(name)) {
        return true;
      }
    }
    for (String prefix : allowedPrefixes) {
      if (!isCovered(prefix)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCovered(String name) {
    for (String prefix : deniedPrefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
