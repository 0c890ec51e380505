package io.tidepost.log.compaction;

import java.io.IOException;
import java.io.Serial;

/// A log cannot be compacted as it is: a batch is damaged, or a result would be too large. Trying
/// again would not help.
public final class UncleanableException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  public UncleanableException(String message) {
    super(message);
  }
}
