package io.tidepost.compat.support;

import static org.awaitility.Awaitility.await;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.jspecify.annotations.Nullable;

/// The node that coordinates a group, for tests that speak the protocol themselves.
public final class Coordinator {
  private static final byte GROUP = 0;
  private static final int VERSION = 3;

  private Coordinator() {}

  /// A connection to the coordinator of `group`, waiting until there is one.
  public static Connection connect(ServerUnderTest server, String group) throws IOException {
    AtomicReference<@Nullable FindCoordinatorResponseData> found = new AtomicReference<>();
    try (Connection any = new Connection(server.port())) {
      var question = new FindCoordinatorRequestData().setKey(group).setKeyType(GROUP);
      await()
          .until(() -> {
            var answer = any.call(question, new FindCoordinatorResponseData(), VERSION);
            found.set(answer);
            return answer.errorCode() == 0;
          });
    }
    FindCoordinatorResponseData coordinator = Objects.requireNonNull(found.get());
    return new Connection(coordinator.host(), coordinator.port());
  }
}
