package io.tidepost.base.option;

/// What setting an option does here.
public sealed interface Effect {

  /// The option does what it says.
  record Works() implements Effect {}

  /// The value is accepted, validated and shown, but there is nothing here that it could change.
  ///
  /// @param reason why, as the end of a sentence that starts with the option's name
  record None(String reason) implements Effect {}

  /// Any value but the default asks for something that is not there; ignoring it would be
  /// dangerous, so the start is refused.
  ///
  /// @param reason what is missing
  record Refused(String reason) implements Effect {}

  /// The usual case.
  Effect WORKS = new Works();
}
