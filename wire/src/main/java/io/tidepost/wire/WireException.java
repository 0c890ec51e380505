package io.tidepost.wire;

import org.jspecify.annotations.Nullable;

/// Bytes that are not what they should be, or a message that cannot be written as asked. The text
/// names the field or the position. What is thrown for bytes carries no stack trace, so that
/// garbage costs its sender more than it costs us.
public final class WireException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private WireException(String message, boolean withStackTrace) {
    super(message, null, false, withStackTrace);
  }

  /// For bytes that cannot be read.
  public static WireException malformed(String message) {
    return new WireException(message, false);
  }

  /// For a message whose author asked for the impossible.
  public static WireException unwritable(String message) {
    return new WireException(message, true);
  }

  /// @throws WireException when `version` is not one of the message's
  public static void checkVersion(String message, short version, short lowest, short highest) {
    if (version < lowest || version > highest) {
      throw unwritable(
          message + " has no version " + version + ", only " + lowest + " to " + highest);
    }
  }

  /// A field holds a value that this version has no room for.
  public static WireException fieldNotInVersion(String field, short version) {
    return unwritable(field + " is set, but version " + version + " does not have it");
  }

  /// A tag that belongs to later versions only.
  public static WireException tagNotInVersion(String field, short version) {
    return malformed(field + " is not a tagged field of version " + version);
  }

  /// The message, never null.
  @Override
  public String getMessage() {
    @Nullable String message = super.getMessage();
    return message == null ? "" : message;
  }
}
