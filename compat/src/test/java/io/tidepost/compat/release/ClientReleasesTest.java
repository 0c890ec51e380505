package io.tidepost.compat.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java clients from 2.1 to 4.4 create topics, produce with every codec, consume in a group and
/// commit, with no special setting.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class ClientReleasesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.8", "3.9", "4.3", "4.4"})
  void everyReleaseProducesConsumesAndAdministers(String release, ServerUnderTest server) {
    String classPath =
        Path.of("target/test-classes").toAbsolutePath()
            + File.pathSeparator
            + Places.jars("clients-" + release);
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Places.java().toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", classPath, ReleaseDriver.class.getName()));
    command.addAll(
        List.of(
            server.bootstrap(),
            Clients.unique("release-" + release),
            Integer.toString(ServerUnderTest.nodes())));
    try (ChildProcess driver = ChildProcess.start("driver", folder, command)) {
      int exitCode = driver.awaitExit(Duration.ofMinutes(4));
      assertEquals(0, exitCode, driver::describe);
      assertTrue(driver.out().contains("ok " + release + "."), driver::describe);
    }
  }
}
