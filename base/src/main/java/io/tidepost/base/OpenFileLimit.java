package io.tidepost.base;

import org.jspecify.annotations.Nullable;

/// Tells the operating system's refusal to open one more file from failures of a disk: it heals as
/// soon as others are closed.
public final class OpenFileLimit {

  private static final String REFUSAL = "Too many open files";

  private OpenFileLimit() {}

  /// Whether `failure` or what caused it says that this process, or the machine, has too many files
  /// open. Java tells that in the text alone.
  public static boolean isCauseOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && message.contains(REFUSAL)) {
        return true;
      }
    }
    return false;
  }
}
