package io.tidepost.compat.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Small applications on frameworks with transactions of their own; each checks itself and prints
/// `ok`.
@ExtendWith(Shared.class)
final class FrameworksTest {
  @TempDir Path folder;

  @Test
  void springListensWritesInTransactionsAndSetsAsideWhatIsBad(ServerUnderTest server) {
    exercise("spring", "io.tidepost.application.spring.SpringExercise", server);
  }

  @Test
  void flinkWritesExactlyOnce(ServerUnderTest server) {
    exercise("flink", "io.tidepost.application.flink.FlinkExercise", server);
  }

  private void exercise(String name, String main, ServerUnderTest server) {
    List<String> command = Application.command(name, main, server.bootstrap());
    try (ChildProcess child = ChildProcess.start(name, folder, command)) {
      assertEquals(0, child.awaitExit(Duration.ofMinutes(5)), child::describe);
      assertTrue(child.out().strip().endsWith("ok"), child::describe);
    }
  }
}
