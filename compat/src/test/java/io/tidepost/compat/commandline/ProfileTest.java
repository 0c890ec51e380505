package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost profile`, and a command that finds its cluster by one.
@ExtendWith(Shared.class)
final class ProfileTest {

  private final ServerUnderTest server;
  private final Clients clients;

  @TempDir Path folder;

  ProfileTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  @Test
  void aClusterHasAName() {
    String topic = clients.topic("named", 1);
    var tidepost =
        new Tidepost(
            folder, Map.of("XDG_CONFIG_HOME", folder.toString(), "TIDEPOST_BOOTSTRAP", ""));
    tidepost.run(null, "profile", "add", "here", "-b", server.bootstrap());
    tidepost.run(null, "profile", "add", "nowhere", "-b", "127.0.0.1:1", "-X", "acks=all");
    assertTrue(Files.exists(folder.resolve("tidepost/config.yaml")));
    assertTrue(tidepost.run(null, "topic", "list").contains(topic));
    tidepost.run(null, "profile", "use", "nowhere");
    try (ChildProcess lost = tidepost.start(null, "topic", "list")) {
      assertEquals(1, lost.awaitExit(Tidepost.LIMIT));
      assertTrue(lost.err().contains("127.0.0.1:1"), lost::describe);
    }
    assertTrue(tidepost.run(null, "topic", "list", "--profile", "here").contains(topic));
    assertTrue(tidepost.run(null, "profile", "show").contains("acks: all"));
    try (ChildProcess secret =
        tidepost.start(null, "profile", "add", "x", "-b", "x:1", "-X", "ssl.key.password=plain")) {
      assertEquals(1, secret.awaitExit(Tidepost.LIMIT));
      assertTrue(secret.err().contains("${env:NAME}"), secret::describe);
    }
    tidepost.run(null, "profile", "remove", "nowhere");
    assertEquals(1, InProcess.tree(tidepost.run(null, "profile", "list", "-o", "json")).size());
  }
}
