package io.tidepost.wire.generator;

/// A contiguous range of message versions, both ends included. Open ranges (`3+`) end at
/// [Short#MAX_VALUE]; `none` is the one empty range.
///
/// @param lowest first version
/// @param highest last version; lower than `lowest` only in [#NONE]
record VersionRange(int lowest, int highest) {

  static final VersionRange NONE = new VersionRange(0, -1);

  /// Reads `none`, `4`, `2-7` or `3+`.
  static VersionRange parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("none")) {
      return NONE;
    }
    if (trimmed.endsWith("+")) {
      return new VersionRange(
          number(text, trimmed.substring(0, trimmed.length() - 1)), Short.MAX_VALUE);
    }
    int dash = trimmed.indexOf('-');
    if (dash < 0) {
      int only = number(text, trimmed);
      return new VersionRange(only, only);
    }
    VersionRange range =
        new VersionRange(
            number(text, trimmed.substring(0, dash)), number(text, trimmed.substring(dash + 1)));
    if (range.isEmpty()) {
      throw new IllegalArgumentException("versions run backwards: '" + text + "'");
    }
    return range;
  }

  private static int number(String whole, String part) {
    try {
      return Short.parseShort(part);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a version range: '" + whole + "'", e);
    }
  }

  boolean isEmpty() {
    return highest < lowest;
  }

  boolean contains(int version) {
    return version >= lowest && version <= highest;
  }

  boolean contains(VersionRange other) {
    return other.isEmpty() || (contains(other.lowest) && contains(other.highest));
  }

  VersionRange intersect(VersionRange other) {
    int low = Math.max(lowest, other.lowest);
    int high = Math.min(highest, other.highest);
    return high < low ? NONE : new VersionRange(low, high);
  }

  /// What is left after taking away `other`.
  ///
  /// @throws IllegalArgumentException when that would leave two ranges
  VersionRange minus(VersionRange other) {
    VersionRange common = intersect(other);
    if (common.isEmpty()) {
      return this;
    }
    if (common.equals(this)) {
      return NONE;
    }
    if (common.lowest == lowest) {
      return new VersionRange(common.highest + 1, highest);
    }
    if (common.highest == highest) {
      return new VersionRange(lowest, common.lowest - 1);
    }
    throw new IllegalArgumentException(this + " minus " + other + " is not one range");
  }

  @Override
  public String toString() {
    if (isEmpty()) {
      return "none";
    }
    if (lowest == highest) {
      return Integer.toString(lowest);
    }
    return highest == Short.MAX_VALUE ? lowest + "+" : lowest + "-" + highest;
  }
}
