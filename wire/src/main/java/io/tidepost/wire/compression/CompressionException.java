package io.tidepost.wire.compression;

import org.jspecify.annotations.Nullable;

/// Compressed bytes that cannot be turned back, or that would become more than was allowed.
public final class CompressionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  private CompressionException(String message, @Nullable Throwable cause, boolean tooLarge) {
    super(message, cause);
    this.tooLarge = tooLarge;
  }

  static CompressionException corrupt(String message) {
    return new CompressionException(message, null, false);
  }

  static CompressionException corrupt(String codec, Throwable cause) {
    return new CompressionException(codec + ": " + cause.getMessage(), cause, false);
  }

  static CompressionException tooLarge(int limit) {
    return new CompressionException(
        "decompresses to more than the allowed " + limit + " bytes", null, true);
  }

  /// Whether the bytes may be sound, but hold more than was allowed.
  public boolean isTooLarge() {
    return tooLarge;
  }
}
