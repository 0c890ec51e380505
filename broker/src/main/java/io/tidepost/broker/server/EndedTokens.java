package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.metadata.controller.RemoveEndedTokens;
import java.util.function.BooleanSupplier;

/// Has delegation tokens forgotten that have ended.
///
/// @param stopped whether the node does not want it any more
record EndedTokens(
    ControllerRole role, Loop loop, Clock clock, ServerOptions options, BooleanSupplier stopped) {

  /// Begins, and goes on until the node is stopped.
  void forgetNowAndThen() {
    loop.schedule(
        options.options().get(SecurityOptions.DELEGATION_TOKEN_EXPIRY_CHECK_INTERVAL_MS),
        () -> {
          if (!stopped.getAsBoolean()) {
            role.submit(
                new RemoveEndedTokens(clock.wallMillis()), (count, failure) -> forgetNowAndThen());
          }
        });
  }
}
