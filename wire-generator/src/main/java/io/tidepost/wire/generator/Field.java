package io.tidepost.wire.generator;

import java.util.Set;

/// One field of a structure.
///
/// @param name as in the definition, capitalised
/// @param type its type
/// @param versions where it exists
/// @param nullable versions in which it may be null
/// @param tagged versions in which it is a tagged field
/// @param tag its tag, -1 when it has none
/// @param flexible versions with compact lengths
/// @param ignorable whether a value may be dropped when a version lacks the field
/// @param defaultText the default as written, empty when there is none
/// @param about what it means
record Field(
    String name,
    FieldType type,
    VersionRange versions,
    VersionRange nullable,
    VersionRange tagged,
    int tag,
    VersionRange flexible,
    boolean ignorable,
    String defaultText,
    String about) {

  private static final Set<String> RESERVED =
      Set.of("default", "package", "class", "interface", "public", "private", "switch", "case");

  Field {
    if (!versions.contains(tagged) || !flexible.contains(tagged)) {
      throw new IllegalArgumentException(
          name + ": tagged versions " + tagged + " outside its own or the flexible versions");
    }
    if (tagged.isEmpty() != (tag < 0)) {
      throw new IllegalArgumentException(name + ": tag and tagged versions belong together");
    }
  }

  /// The Java name: the definition's with a small first letter.
  String javaName() {
    String small = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return RESERVED.contains(small) ? small + "_" : small;
  }

  /// Versions in which the field stands in its place among the others.
  VersionRange inPlace() {
    return versions.minus(tagged);
  }

  boolean nullByDefault() {
    return defaultText.equals("null") || type == FieldType.Primitive.RECORDS;
  }
}
