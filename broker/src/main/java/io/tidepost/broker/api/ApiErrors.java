package io.tidepost.broker.api;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The one place where failures become errors of the protocol.
public final class ApiErrors {

  private ApiErrors() {}

  /// The error that `cause` means to a client.
  public static ErrorCode errorOf(Throwable cause) {
    return switch (unwrap(cause)) {
      case ApiException e -> e.error();
      case WireException e -> ErrorCode.INVALID_REQUEST;
      case IOException e -> ErrorCode.KAFKA_STORAGE_ERROR;
      case TimeoutException e -> ErrorCode.REQUEST_TIMED_OUT;
      default -> ErrorCode.UNKNOWN_SERVER_ERROR;
    };
  }

  /// What the client is told in words; faults of ours are not explained to strangers.
  public static @Nullable String messageOf(Throwable cause) {
    Throwable unwrapped = unwrap(cause);
    return unwrapped instanceof ApiException || unwrapped instanceof WireException
        ? unwrapped.getMessage()
        : null;
  }

  /// Whether the failure is a fault of ours that belongs into the log with its stack trace.
  public static boolean isFault(Throwable cause) {
    return errorOf(cause) == ErrorCode.UNKNOWN_SERVER_ERROR
        && !(unwrap(cause) instanceof ApiException);
  }

  private static Throwable unwrap(Throwable cause) {
    Throwable result = cause;
    while (result instanceof CompletionException || result instanceof ExecutionException) {
      Throwable inner = result.getCause();
      if (inner == null) {
        return result;
      }
      result = inner;
    }
    return result;
  }
}
