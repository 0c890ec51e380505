package io.tidepost.wire.generator;

/// Whether lengths are compact, as Java. A method whose versions are partly flexible keeps the
/// answer in a local called `flexible`.
final class Flexible {

  private Flexible() {}

  static void declare(Message message, Struct struct, SourceText out) {
    Condition flexible = Condition.of(message.flexible(), message.possible(struct));
    if (flexible.depends()) {
      out.line("boolean flexible = " + flexible.expression() + ";");
    }
  }

  /// @param flexible the field's flexible versions
  /// @param where the versions in which the code at hand runs
  static String of(VersionRange flexible, VersionRange where) {
    Condition condition = Condition.of(flexible, where);
    return condition.depends() ? "flexible" : condition.expression();
  }
}
