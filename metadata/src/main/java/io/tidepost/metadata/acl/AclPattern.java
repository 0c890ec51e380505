package io.tidepost.metadata.acl;

/// Which resources an access control entry is about.
///
/// @param type their type
/// @param patternType how `name` is meant, `LITERAL` or `PREFIXED`
/// @param name not empty
public record AclPattern(ResourceType type, PatternType patternType, String name) {

  static AclPattern literal(ResourceType type, String name) {
    return new AclPattern(type, PatternType.LITERAL, name);
  }

  static AclPattern prefixed(ResourceType type, String prefix) {
    return new AclPattern(type, PatternType.PREFIXED, prefix);
  }
}
