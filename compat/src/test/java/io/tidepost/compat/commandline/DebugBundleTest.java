package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.security.GuardedServer;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// `tidepost debug bundle`, of a node with secrets in its options, its file and its log.
final class DebugBundleTest {

  private static final Path FOLDER = Shared.temporary("debug-bundle");

  @Test
  void holdsWhatHelpsAndNoSecret() throws IOException {
    try (GuardedServer server = new GuardedServer("alice", "bob")) {
      Tidepost tidepost = new Tidepost(FOLDER, server.openBootstrap());
      String topic = new Clients(server.openBootstrap()).topic("seen", 1);
      Path config =
          Files.writeString(
              FOLDER.resolve("node.properties"),
              "node.id=1\n"
                  + "ssl.keystore.password=filed-42\n"
                  + "sasl.jaas.config=Module required user_alice=\"alice-secret\""
                  + " password='bob-secret';\n");
      Path log =
          Files.writeString(
              FOLDER.resolve("node.log"),
              "INFO it runs\nWARN login of alice with alice-secret failed\nERROR key filed-42\n");
      String[] arguments = {
        "debug",
        "bundle",
        FOLDER.resolve("out.zip").toString(),
        "--config",
        config.toString(),
        "--log",
        log.toString(),
        "--pid",
        String.valueOf(ProcessHandle.current().pid()),
        "--http",
        "http://127.0.0.1:1"
      };
      String[] dry = java.util.Arrays.copyOf(arguments, arguments.length + 1);
      dry[arguments.length] = "--dry-run";
      String listed = tidepost.run(null, dry);
      assertTrue(listed.contains("nodes/1/options.json"), listed);
      assertFalse(Files.exists(FOLDER.resolve("out.zip")), "a dry run writes nothing");

      tidepost.run(null, arguments);
      Map<String, String> entries = entries(FOLDER.resolve("out.zip"));
      entries.forEach((name, text) -> {
        for (String secret : new String[] {"alice-secret", "bob-secret", "filed-42"}) {
          assertFalse(text.contains(secret), name + " has a secret: " + text);
        }
      });
      assertTrue(Clients.of(entries, "cluster/topics.json").contains(topic));
      assertTrue(Clients.of(entries, "nodes/1/options.json").contains("super.users"));
      assertTrue(Clients.of(entries, "nodes/1/disks.json").contains(topic));
      assertTrue(Clients.of(entries, "node/server.properties").contains("node.id=1"));
      assertTrue(Clients.of(entries, "node/log-tail.txt").contains("INFO it runs"));
      assertTrue(Clients.of(entries, "node/threads.txt").contains("main"));
      // What cannot be had does not stop the rest, and is named.
      assertTrue(Clients.of(entries, "missing.txt").contains("http/metrics.txt"));
      assertEquals(
          "rw-------",
          java.nio.file.attribute.PosixFilePermissions.toString(
              Files.getPosixFilePermissions(FOLDER.resolve("out.zip"))));
    }
  }

  private static Map<String, String> entries(Path archive) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }
}
