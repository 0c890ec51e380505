package io.tidepost.registry.form;

import java.util.List;

/// One field of a form.
///
/// @param path names from the outside in; together they are the field's name
/// @param kind how it is filled in
/// @param type as the schema has it, in words
/// @param choices of a [Kind#CHOICE]
/// @param initial what it has when nobody has filled it in
/// @param required whether it may not stay empty
/// @param says what the schema says about it; empty when nothing
/// @param branch of an Avro union that the value is of; empty where it is in none
public record FormField(
    List<String> path,
    Kind kind,
    String type,
    List<String> choices,
    String initial,
    boolean required,
    String says,
    String branch) {

  /// How a field is filled in.
  public enum Kind {
    TEXT,
    NUMBER,
    CHOICE,
    /// Written as JSON: lists, maps, and what else has no field of its own.
    JSON
  }

  /// The path with dots.
  public String name() {
    return String.join(".", path);
  }
}
