package io.tidepost.base.option;

/// Another option that supplies the default of an option, for example `log.retention.hours` for the
/// topic's `retention.ms`.
///
/// @param name the other option
/// @param factor what its value is multiplied with; 1 leaves it as it is
public record Synonym(String name, long factor) {

  /// A synonym in the same unit.
  public static Synonym of(String name) {
    return new Synonym(name, 1);
  }

  /// A synonym counted in minutes for an option counted in milliseconds.
  public static Synonym minutes(String name) {
    return new Synonym(name, 60_000);
  }

  /// A synonym counted in hours for an option counted in milliseconds.
  public static Synonym hours(String name) {
    return new Synonym(name, 3_600_000);
  }
}
