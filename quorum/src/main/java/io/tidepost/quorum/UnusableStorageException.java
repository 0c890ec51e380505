package io.tidepost.quorum;

import java.io.IOException;
import java.nio.file.Path;

/// The node must not start on what it finds on disk. The message is one sentence for the operator
/// that names the file and what is wrong with it; nothing was changed.
public final class UnusableStorageException extends IOException {

  private static final long serialVersionUID = 1L;

  /// @param path file or directory that is wrong
  /// @param why goes on after the path
  public UnusableStorageException(Path path, String why) {
    super(path + why);
  }
}
