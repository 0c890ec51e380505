package io.tidepost.operate;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/// What the client library throws, without what is around it.
public final class Reasons {

  private Reasons() {}

  /// The exception that matters, without the wrappers of futures and of client constructors.
  public static Throwable unwrap(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null && isWrapper(at)) {
      at = at.getCause();
    }
    return at;
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof ExecutionException
        || thrown instanceof CompletionException
        || (thrown.getClass() == KafkaException.class
            && String.valueOf(thrown.getMessage()).startsWith("Failed to"));
  }

  /// The message on one line, or the kind of error where there is no message.
  public static String sentence(Throwable thrown) {
    String message = thrown.getMessage();
    String kind = thrown.getClass().getSimpleName().replaceAll("Exception$", "");
    if (message == null || message.isBlank()) {
      return kind;
    }
    return message.replaceAll("\\s*\\R\\s*", " ").strip().replaceAll("\\.$", "");
  }
}
