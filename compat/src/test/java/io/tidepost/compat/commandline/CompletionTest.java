package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a real bash completes with the script of `tidepost completion bash`.
@ExtendWith(Shared.class)
final class CompletionTest {

  private final ServerUnderTest server;
  private final Clients clients;

  @TempDir Path folder;

  CompletionTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  /// The candidates for each line, as the shell would offer them.
  private List<List<String>> complete(String... lines) throws IOException {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, InProcess.alone("", "completion", "bash").ok());
    var program = new StringBuilder("source " + script + "\n");
    for (String line : lines) {
      program.append("COMP_LINE='").append(line).append("' COMPREPLY=()\n");
      program.append("COMP_POINT=${#COMP_LINE}\n_tidepost\necho \"${COMPREPLY[*]}\"\n");
    }
    List<String> command = List.of("bash", "-c", program.toString());
    Map<String, String> environment =
        Map.of(
            "TIDEPOST_BOOTSTRAP",
            server.bootstrap(),
            "PATH",
            Places.root() + ":" + System.getenv("PATH"));
    try (ChildProcess bash = ChildProcess.start("bash", folder, command, environment, null)) {
      assertEquals(0, bash.awaitExit(Tidepost.LIMIT), bash::describe);
      assertEquals("", bash.err());
      List<List<String>> all = new ArrayList<>();
      bash.out().lines().forEach(line -> all.add(List.of(line.split(" "))));
      return all;
    }
  }

  @Test
  void commandsOptionsValuesAndNames() throws IOException {
    String topic = clients.topic("completed", 1);
    List<List<String>> found =
        complete(
            "tidepost tr",
            "tidepost cluster rebalance ",
            "tidepost topic list --int",
            "tidepost topic list -o ",
            "tidepost topic list --output=y",
            "tidepost topic describe comp",
            "tidepost topic describe " + topic + " -b 127.0.0.1:1 --timeout 1 comp",
            "tidepost produce " + topic + " " + folder + "/compl");
    assertEquals(List.of("transaction"), found.get(0));
    assertEquals(List.of("plan", "reverse", "run", "stop"), found.get(1));
    assertEquals(List.of("--internal"), found.get(2));
    assertEquals(List.of("table", "json", "yaml"), found.get(3));
    assertEquals(List.of("yaml"), found.get(4));
    assertTrue(found.get(5).contains(topic), found::toString);
    assertEquals(List.of(""), found.get(6));
    assertEquals(List.of(folder + "/completion.bash"), found.get(7));
  }
}
