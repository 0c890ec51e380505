package io.tidepost.compat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Map<String, String> WITHOUT_CACHE = Map.of("TIDEPOST_AOT", "off");

  @TempDir Path folder;

  private static ChildProcess launch(
      String name,
      Path where,
      Map<String, String> environment,
      Path launcher,
      String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(name, where, command, environment, null);
  }

  private ChildProcess inTree(String name, String... arguments) {
    Path launcher = Places.root().resolve("tidepost");
    return launch(name, folder, WITHOUT_CACHE, launcher, arguments);
  }

  /// A distribution of our own, whose caches nobody has trained yet.
  private Path distribution() throws IOException {
    try (ChildProcess built = inTree("build", "--help")) {
      assertEquals(0, built.awaitExit(LIMIT), built::describe);
    }
    Path from = Places.root().resolve("dist/target/tidepost");
    Path to = folder.resolve("a folder/tidepost 1");
    for (String part : List.of("bin", "lib")) {
      try (Stream<Path> files = Files.walk(from.resolve(part))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          if (!Files.isDirectory(file)) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
    }
    return to;
  }

  @Test
  void worksThroughALinkFromAnywhereWithSpacesInItsPath() throws IOException {
    Path link = folder.resolve("tide link");
    Files.createSymbolicLink(link, distribution().resolve("bin/tidepost"));
    Path elsewhere = Files.createDirectory(folder.resolve("else where"));
    try (ChildProcess help = launch("help", elsewhere, WITHOUT_CACHE, link, "--help")) {
      assertEquals(0, help.awaitExit(LIMIT), help::describe);
      assertTrue(help.out().contains("tidepost COMMAND"), help::describe);
      assertEquals("", help.err());
    }
  }

  @Test
  void twoFirstRunsAtOnceAndABrokenCacheDoNoHarm() throws IOException {
    Path home = distribution();
    Path launcher = home.resolve("bin/tidepost");
    try (ChildProcess one = launch("one", folder, Map.of(), launcher, "--help");
        ChildProcess two = launch("two", folder, Map.of(), launcher, "--help")) {
      assertEquals(0, one.awaitExit(LIMIT), one::describe);
      assertEquals(0, two.awaitExit(LIMIT), two::describe);
    }
    List<Path> caches;
    try (Stream<Path> files = Files.list(home.resolve("aot"))) {
      caches = files.filter(f -> f.toString().endsWith(".aot")).toList();
    }
    assertEquals(2, caches.size(), caches.toString());
    assertFalse(Files.exists(home.resolve("aot/.training")));
    for (Path cache : caches) {
      Files.writeString(cache, "not a cache");
    }
    try (ChildProcess help = launch("broken", folder, Map.of(), launcher, "--help")) {
      assertEquals(0, help.awaitExit(LIMIT), help::describe);
      assertTrue(help.out().contains("tidepost COMMAND"), help::describe);
    }
  }

  private void refused(int code, String sentence, String... arguments) {
    List<String> all = new ArrayList<>(List.of("start"));
    all.addAll(List.of(arguments));
    try (ChildProcess start = inTree("refused", all.toArray(String[]::new))) {
      assertEquals(code, start.awaitExit(LIMIT), start::describe);
      assertEquals("", start.out());
      String last = start.err().lines().reduce("", (a, b) -> b);
      assertTrue(last.startsWith("tidepost: ") && last.contains(sentence), start::describe);
      assertFalse(start.err().contains("\tat "), start::describe);
    }
  }

  @Test
  void aStartThatCannotBeSaysWhyInOneSentence() throws IOException {
    String data = "log.dirs=" + folder.resolve("data");
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String listener = "127.0.0.1:" + socket.getLocalPort();
      refused(1, listener, "--set", "listeners=PLAINTEXT://" + listener, "--set", data);
    }
    Path config = folder.resolve("server.properties");
    Files.writeString(config, "# one\nnum.partitions=none\n", StandardCharsets.UTF_8);
    refused(1, "server.properties:2", "--config", config.toString());
    refused(1, "missing.properties", "--config", folder.resolve("missing.properties").toString());
    refused(1, "num.partitons", "--strict", "--set", "num.partitons=3", "--set", data);
  }

  @Test
  void aStrictStartNamesFileAndLineOfWhatNobodyKnows() throws IOException {
    Path config = folder.resolve("typo.properties");
    Files.writeString(config, "node.id=1\n\nlog.retention.hour=3\n", StandardCharsets.UTF_8);
    refused(
        1,
        "typo.properties:3: unknown option log.retention.hour, did you mean log.retention.hours?",
        "--strict",
        "--config",
        config.toString());
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way", StandardCharsets.UTF_8);
    Path data = file.resolve("data");
    String listener = "listeners=PLAINTEXT://127.0.0.1:" + Ports.free();
    refused(1, data.toString(), "--set", listener, "--set", "log.dirs=" + data);
  }

  @Test
  void aWordThatNobodyKnowsIsWarnedAboutWithTheNearestKnownOne() throws IOException {
    Path config = folder.resolve("server.properties");
    Files.write(
        config,
        List.of(
            "listeners=PLAINTEXT://127.0.0.1:" + Ports.free(),
            "log.dirs=" + folder.resolve("warned"),
            "tidepost.http.listeners=",
            "num.partitons=3",
            "my.plugin.colour=blue"));
    try (ChildProcess start = inTree("warned", "start", "--config", config.toString())) {
      start.awaitOut(out -> out.contains("\n"), LIMIT);
      assertEquals(1, start.out().lines().count(), start::describe);
      String warning =
          start.err().lines().filter(line -> line.contains("num.partitons")).findFirst().orElse("");
      assertTrue(
          warning.contains("server.properties:4") && warning.contains("num.partitions"),
          start::describe);
      assertTrue(start.err().contains("my.plugin.colour"), start::describe);
      int code = start.terminate(LIMIT);
      assertTrue(code == 0 || code == 143, start::describe);
    }
  }

  /// A JDK as the launcher sees one.
  private Path jdk(String version) throws IOException {
    Path jdk = Files.createDirectories(folder.resolve("jdk-" + version));
    Files.writeString(
        jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n", StandardCharsets.UTF_8);
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n", StandardCharsets.UTF_8);
    assertTrue(java.toFile().setExecutable(true));
    return jdk;
  }

  @Test
  void anOldJavaIsPassedOver() throws IOException {
    Map<String, String> old = Map.of("JAVA_HOME", jdk("17.0.9").toString(), "TIDEPOST_AOT", "off");
    Path launcher = Places.root().resolve("tidepost");
    try (ChildProcess help = launch("old", folder, old, launcher, "--help")) {
      assertEquals(0, help.awaitExit(LIMIT), help::describe);
      assertTrue(help.out().contains("tidepost COMMAND"), help::describe);
    }
  }

  /// Where there is no other, the old one is named. The folders in which systems keep theirs are
  /// empty for this one process.
  @Test
  void whereOnlyAnOldJavaIsFoundItIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path old = jdk("21.0.4");
    String script =
        "mount --bind '%s' /usr/lib/jvm && PATH=/usr/sbin:/usr/bin:/sbin:/bin exec '%s' start"
            .formatted(empty, Places.root().resolve("tidepost"));
    Map<String, String> environment =
        Map.of("JAVA_HOME", old.toString(), "HOME", empty.toString(), "TIDEPOST_AOT", "off");
    try (ChildProcess mount =
        ChildProcess.start("mount", folder, List.of("unshare", "-m", "true"))) {
      assumeTrue(mount.awaitExit(LIMIT) == 0, "nobody may have mounts of his own here");
    }
    try (ChildProcess start =
        ChildProcess.start(
            "none", folder, List.of("unshare", "-m", "sh", "-c", script), environment, null)) {
      assertEquals(1, start.awaitExit(LIMIT), start::describe);
      assertEquals("", start.out());
      assertTrue(start.err().contains(old + " (version 21.0.4)"), start::describe);
      assertTrue(start.err().contains("needs a JDK 25 or newer"), start::describe);
    }
  }

  @Test
  void aHeapThatIsNoneIsNamed() {
    Path launcher = Places.root().resolve("tidepost");
    try (ChildProcess start =
        launch("heap", folder, Map.of("TIDEPOST_HEAP", "plenty"), launcher, "start")) {
      assertEquals(1, start.awaitExit(LIMIT), start::describe);
      assertTrue(start.err().contains("TIDEPOST_HEAP"), start::describe);
    }
  }
}
