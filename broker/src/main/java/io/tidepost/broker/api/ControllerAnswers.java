package io.tidepost.broker.api;

import io.tidepost.metadata.controller.Failure;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns what the controller answers into a reply.
final class ControllerAnswers {

  private ControllerAnswers() {}

  /// Sends what `toResponse` makes of the result; a failure of the controller itself fails the
  /// request.
  static <R, S> BiConsumer<@Nullable R, @Nullable Failure> into(
      Reply<S> reply, Function<R, S> toResponse) {
    return (result, failure) -> {
      if (failure != null) {
        reply.fail(new ApiException(failure.error(), failure.message()));
      } else if (result == null) {
        reply.fail(new IllegalStateException("the controller gave neither result nor failure"));
      } else {
        S response;
        try {
          response = toResponse.apply(result);
        } catch (RuntimeException e) {
          reply.fail(e);
          return;
        }
        reply.send(response);
      }
    };
  }
}
