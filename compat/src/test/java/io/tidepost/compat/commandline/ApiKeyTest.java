package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.security.GuardedServer;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `tidepost acl` and `tidepost api-key`, and what kcat can do with a key.
final class ApiKeyTest {

  private static final Path FOLDER = Shared.temporary("api-key");

  private static GuardedServer server;
  private static Tidepost tidepost;
  private static int runs;

  private record Key(String name, String secret) {}

  @BeforeAll
  static void start() {
    server = new GuardedServer();
    tidepost = new Tidepost(FOLDER, server.openBootstrap());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Key create(String... arguments) {
    List<String> all = new ArrayList<>(List.of("api-key", "create", "-o", "json"));
    all.addAll(List.of(arguments));
    String json = tidepost.run(null, all.toArray(new String[0]));
    return new Key(field(json, "key"), field(json, "secret"));
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\" *: *\"([^\"]+)\"").matcher(json);
    assertTrue(matcher.find(), json);
    return matcher.group(1);
  }

  private static ChildProcess kcat(
      Key key, String mechanism, @Nullable Path stdin, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Places.executable("kcat", "apt-get install kcat").toString(),
            "-b",
            server.bootstrap(),
            "-X",
            "security.protocol=SASL_PLAINTEXT",
            "-X",
            "sasl.mechanism=" + mechanism,
            "-X",
            "sasl.username=" + key.name(),
            "-X",
            "sasl.password=" + key.secret()));
    command.addAll(List.of(arguments));
    return ChildProcess.start("kcat-" + runs++, FOLDER, command, Map.of(), stdin);
  }

  private static String topicWithARecord(String name) {
    String topic = Clients.unique(name);
    tidepost.run(null, "topic", "create", topic);
    try (Producer<String, String> producer =
        new Clients(server.openBootstrap()).producer(Map.of())) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "hello")));
    }
    return topic;
  }

  @Test
  void aReadingKeyReadsWithEveryMechanismUntilItIsRevoked() throws IOException {
    String topic = topicWithARecord("keyed");
    Key key = create("--role", "read", "--topic", topic);
    for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN")) {
      try (ChildProcess kcat =
          kcat(key, mechanism, null, "-C", "-t", topic, "-o", "beginning", "-e", "-q")) {
        assertEquals(0, kcat.awaitExit(Tidepost.LIMIT), kcat::describe);
        assertEquals("hello\n", kcat.out());
      }
    }
    Path line = Files.writeString(FOLDER.resolve("line"), "not allowed\n");
    try (ChildProcess kcat = kcat(key, "SCRAM-SHA-512", line, "-P", "-t", topic)) {
      kcat.awaitExit(Tidepost.LIMIT);
      assertTrue(kcat.err().contains("authorization failed"), kcat::describe);
    }
    assertTrue(tidepost.run(null, "api-key", "list").contains(key.name()));
    String acls = tidepost.run(null, "acl", "list", "--topic", topic, "--applying");
    assertTrue(acls.contains("User:" + key.name()) && acls.contains("read"), acls);
    // Its next fetch waits at the server, which does not ask anew whether it may: the key's entries
    // go before the key.
    String[] patient = {
      "-C",
      "-u",
      "-t",
      topic,
      "-o",
      "beginning",
      "-X",
      "fetch.wait.max.ms=250000",
      "-X",
      "socket.timeout.ms=300000"
    };
    try (ChildProcess kcat = kcat(key, "SCRAM-SHA-256", null, patient)) {
      await().atMost(Tidepost.LIMIT).until(() -> kcat.out().contains("hello"));
      tidepost.run(null, "api-key", "revoke", key.name());
      await().atMost(Tidepost.LIMIT).until(() -> kcat.err().contains("Disconnected"));
      kcat.terminate(Tidepost.LIMIT);
    }
    assertFalse(tidepost.run(null, "api-key", "list").contains(key.name()));
    try (ChildProcess again = tidepost.start(null, "api-key", "revoke", key.name())) {
      assertNotEquals(0, again.awaitExit(Tidepost.LIMIT));
      assertTrue(again.err().contains("there is no key"), again::describe);
    }
  }

  @Test
  void keysOfOtherRolesWriteAndAdministerUnderTheirPrefix() throws IOException {
    String prefix = Clients.unique("team") + ".";
    String topic = topicWithARecord(prefix + "orders");
    Key writer = create("--role", "write", "--prefix", prefix);
    Path line = Files.writeString(FOLDER.resolve("words"), "written\n");
    try (ChildProcess kcat =
        kcat(writer, "SCRAM-SHA-512", line, "-P", "-t", topic, "-X", "enable.idempotence=true")) {
      assertEquals(0, kcat.awaitExit(Tidepost.LIMIT), kcat::describe);
    }
    Key admin = create("--role", "admin", "--prefix", prefix);
    Path config = Files.writeString(FOLDER.resolve("admin.properties"), properties(admin));
    String[] login = {"-b", server.bootstrap(), "--command-config", config.toString()};
    run(login, "topic", "create", prefix + "payments");
    assertTrue(run(login, "topic", "list").contains(prefix + "payments"));
    List<String> outside = new ArrayList<>(List.of("topic", "create", Clients.unique("else")));
    outside.addAll(List.of(login));
    try (ChildProcess refused = tidepost.start(null, outside.toArray(new String[0]))) {
      assertNotEquals(0, refused.awaitExit(Tidepost.LIMIT));
      assertTrue(refused.err().contains("was not created"), refused::describe);
    }
  }

  private static String run(String[] login, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(login));
    return tidepost.run(null, all.toArray(new String[0]));
  }

  private static String properties(Key key) {
    var text = new StringBuilder();
    GuardedServer.login("SCRAM-SHA-256", key.name(), key.secret())
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  @Test
  void entriesAreAddedListedAndRemoved() {
    String topic = topicWithARecord("acl");
    String added =
        tidepost.run(
            null,
            "acl",
            "add",
            "--user",
            "carol",
            "--operation",
            "read",
            "--operation",
            "alter_configs",
            "--topic",
            topic,
            "--group",
            "*");
    assertEquals(5, added.lines().count(), added);
    assertEquals(added, tidepost.run(null, "acl", "list", "--user", "carol"));
    tidepost.run(
        null, "acl", "add", "--user", "carol", "--deny", "--operation", "delete", "--cluster");
    assertTrue(tidepost.run(null, "acl", "list", "--cluster").contains("deny"));
    tidepost.run(null, "acl", "remove", "--user", "carol");
    assertFalse(tidepost.run(null, "acl", "list").contains("carol"));
    try (ChildProcess everything = tidepost.start(null, "acl", "remove")) {
      assertNotEquals(0, everything.awaitExit(Tidepost.LIMIT));
      assertTrue(everything.err().contains("--all"), everything::describe);
    }
  }
}
