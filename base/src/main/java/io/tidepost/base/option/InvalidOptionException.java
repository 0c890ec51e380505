package io.tidepost.base.option;

import org.jspecify.annotations.Nullable;

/// A value that an option does not take. Its message is the one Kafka gives for the same mistake,
/// so that it can travel in a reply as it is.
public final class InvalidOptionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String name;

  /// `Invalid value V for configuration N: expectation`.
  ///
  /// @param name the option
  /// @param value what was given; the caller hides secrets
  /// @param expectation what would have been right
  public InvalidOptionException(String name, @Nullable Object value, String expectation) {
    this(name, "Invalid value " + value + " for configuration " + name + ": " + expectation);
  }

  private InvalidOptionException(String name, String message) {
    super(message);
    this.name = name;
  }

  /// With a message that stands on its own.
  public static InvalidOptionException of(String name, String message) {
    return new InvalidOptionException(name, message);
  }

  /// The option that was given a wrong value.
  public String name() {
    return name;
  }
}
