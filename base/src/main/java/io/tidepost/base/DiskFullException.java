package io.tidepost.base;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file system has no room (or the quota is used up): unlike other failures it heals as soon as
/// something is deleted.
public final class DiskFullException extends IOException {

  private static final long serialVersionUID = 1L;

  /// @param file that could not be written
  public DiskFullException(Path file, @Nullable Throwable cause) {
    super(file + ": no space left on the disk", cause);
  }

  /// Whether `failure` or what caused it says that the disk is full.
  public static boolean isCauseOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DiskFullException) {
        return true;
      }
    }
    return false;
  }
}
