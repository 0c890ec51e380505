package io.tidepost.coordinator.runtime;

/// A record in a coordinator's partition that cannot be read.
public final class CorruptRecordException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// @param message names the record's type and what is wrong with it
  public CorruptRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  /// @param message names the record's type and what is wrong with it
  public CorruptRecordException(String message) {
    super(message);
  }
}
