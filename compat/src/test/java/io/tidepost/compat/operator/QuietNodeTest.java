package io.tidepost.compat.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose configuration names listeners and log directories is a broker and nothing else:
/// what is switched off costs no thread.
final class QuietNodeTest {

  /// The broker's own threads, and those that every JVM has; the kernel keeps 15 letters.
  private static final Pattern KNOWN =
      Pattern.compile(
          "tidepost-(loop-|io-|metada|sync).*|java|VM .*|(C1|C2|JVMCI).*|GC .*|G1 .*|Z.*"
              + "|Common-Cleaner|Cleaner-\\d+|Finalizer|Monitor Deflati|Notification Th"
              + "|Reference Handl|Service Thread|Signal Dispatch|Attach Listener"
              + "|SIGTERM handler");

  @TempDir Path home;

  @Test
  void onlyTheBrokersThreadsRun() throws IOException {
    assumeFalse(ServerUnderTest.isApacheKafka(), "about our own threads");
    try (var server = new TidepostProcess(home, Map.of())) {
      server.start();
      assertEquals(new TreeSet<String>(), strangeThreads(server));
    }
  }

  private static TreeSet<String> strangeThreads(TidepostProcess server) throws IOException {
    Path tasks = Path.of("/proc/" + server.pid() + "/task");
    assumeTrue(Files.isDirectory(tasks), "only Linux tells");
    Clients clients = new Clients(server);
    String topic = clients.topic("quiet", 2);
    clients.writeNumbers(topic, 0, 1, 100);
    assertEquals(100, clients.readAll(topic).size());
    try (var consumer = clients.consumer(Map.of("group.id", Clients.unique("quiet")))) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 100);
      consumer.commitSync();
    }
    var strange = new TreeSet<String>();
    try (var threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        try {
          String name = Files.readString(thread.resolve("comm")).strip();
          if (!KNOWN.matcher(name).matches()) {
            strange.add(name);
          }
        } catch (NoSuchFileException e) {
          continue; // it has ended
        }
      }
    }
    return strange;
  }
}
