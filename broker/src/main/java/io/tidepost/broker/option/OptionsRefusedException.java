package io.tidepost.broker.option;

import java.util.List;

/// A start is refused because of what was configured. The message holds every complaint on a line
/// of its own; each names the option, its value, what was expected, and file and line.
public final class OptionsRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> complaints;

  OptionsRefusedException(List<String> complaints) {
    super(String.join("\n", complaints));
    this.complaints = List.copyOf(complaints);
  }

  /// The complaints, at least one.
  public List<String> complaints() {
    return complaints;
  }
}
