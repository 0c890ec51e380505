package io.tidepost.wire.generator;

import java.util.Comparator;
import java.util.List;

/// A message's body or a structure inside it.
///
/// @param name also the Java class's
/// @param versions where it exists
/// @param fields in wire order
record Struct(String name, VersionRange versions, List<Field> fields) {

  /// Fields that are tagged in one of `possible`, by tag.
  List<Field> taggedFields(VersionRange possible) {
    return fields.stream()
        .filter(field -> !field.tagged().intersect(possible).isEmpty())
        .sorted(Comparator.comparingInt(Field::tag))
        .toList();
  }
}
