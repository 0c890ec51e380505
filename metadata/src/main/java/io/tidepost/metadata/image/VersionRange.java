package io.tidepost.metadata.image;

/// Levels of a feature that somebody supports.
///
/// @param min lowest level
/// @param max highest level
public record VersionRange(short min, short max) {

  public boolean contains(short level) {
    return level >= min && level <= max;
  }

  @Override
  public String toString() {
    return min + "-" + max;
  }
}
