package io.tidepost.wire.generator;

/// When, among the versions a piece of generated code can see, a range applies.
///
/// @param expression Java: `true`, `false` or a comparison of `version`
record Condition(String expression) {

  private static final Condition ALWAYS = new Condition("true");
  private static final Condition NEVER = new Condition("false");

  /// @param wanted the range to test for
  /// @param possible the versions that can occur where the test stands
  static Condition of(VersionRange wanted, VersionRange possible) {
    VersionRange common = wanted.intersect(possible);
    if (common.isEmpty()) {
      return NEVER;
    }
    boolean below = common.lowest() > possible.lowest();
    boolean above = common.highest() < possible.highest();
    if (!below && !above) {
      return ALWAYS;
    }
    if (below && above) {
      return new Condition(
          common.lowest() == common.highest()
              ? "version == " + common.lowest()
              : "(version >= " + common.lowest() + " && version <= " + common.highest() + ")");
    }
    return new Condition(
        below ? "version >= " + common.lowest() : "version <= " + common.highest());
  }

  boolean always() {
    return equals(ALWAYS);
  }

  boolean never() {
    return equals(NEVER);
  }

  boolean depends() {
    return !always() && !never();
  }
}
