package io.tidepost.compat.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// KafkaJS administers, produces with all codecs and in transactions, and consumes in a group. It
/// is installed from npm, in the versions that the lock file in `src/test/kafkajs` names, into
/// `target/kafkajs` once.
@ExtendWith(Shared.class)
final class KafkaJsTest {
  @Test
  void administersCompressesAndConsumesInAGroup(ServerUnderTest server) throws IOException {
    Path folder = KafkaJs.installed();
    Path node = Places.executable("node", KafkaJs.HOW_TO_INSTALL);
    List<String> command =
        List.of(node.toString(), "exercise.js", server.bootstrap(), Clients.unique("kafkajs"));
    try (ChildProcess exercise = ChildProcess.start("exercise", folder, command)) {
      assertEquals(0, exercise.awaitExit(Duration.ofSeconds(90)), exercise::describe);
      assertEquals("ok", exercise.out().strip(), exercise::describe);
    }
  }
}
