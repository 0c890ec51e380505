package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.OneNode;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost bench` and `tidepost chaos`: they measure, say whether everything came back, and tidy
/// up.
@ExtendWith(Shared.class)
final class BenchTest {

  private final Clients clients;
  private final InProcess tidepost;

  BenchTest(ServerUnderTest server) {
    this.clients = new Clients(server);
    this.tidepost = new InProcess(server.bootstrap());
  }

  @Test
  void aSoundClusterIsSound() {
    JsonNode report =
        tidepost.json(
            "bench",
            "-n",
            "3000",
            "-d",
            "2m",
            "--producers",
            "2",
            "--consumers",
            "2",
            "-z",
            "lz4",
            "-s",
            "200",
            "--rate",
            "20000");
    assertTrue(report.get("sound").asBoolean(), report::toString);
    assertEquals(3000, report.get("acknowledged").asInt());
    assertEquals(3000, report.get("readBack").asInt());
    assertTrue(report.get("produce").get("p99Ms").asDouble() > 0);
    assertTrue(report.get("consume").get("p50Ms").asDouble() > 0);
    try (Admin admin = clients.admin()) {
      assertFalse(Clients.get(admin.listTopics().names()).contains(report.get("topic").asText()));
    }
  }

  @Test
  void whatIsRefusedIsCountedAndIsNotSound() {
    String topic = clients.topic("small", 1, Map.of("max.message.bytes", "100"));
    var result = tidepost.run("bench", "-n", "5", "--topic", topic, "--linger", "0");
    assertTrue(result.failed().isEmpty(), result::toString);
    assertTrue(result.out().contains("RecordTooLarge"), result::toString);
    assertTrue(result.out().contains("NOT SOUND: nothing was acknowledged"), result::toString);
  }

  private JsonNode chaos(boolean sound, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("chaos", "-o", "json", "--hold", "1s", "--pause", "1s"));
    all.addAll(List.of("--rate", "500", "-s", "100", "--patience", "30s"));
    all.addAll(List.of(arguments));
    var result = tidepost.run(all.toArray(String[]::new));
    assertEquals(sound ? 0 : 1, result.code(), result::toString);
    JsonNode report = InProcess.tree(result.out());
    assertEquals(sound, report.get("sound").asBoolean(), report::toString);
    return report;
  }

  @Test
  @OneNode("of its own accord it makes faults that take several nodes there")
  void faultsHappenAreUndoneAndReported(@TempDir Path folder) throws IOException {
    Path fault = folder.resolve("fault");
    JsonNode report =
        chaos(true, "--fault", "file=touch '" + fault + "'", "--mend", "file=rm '" + fault + "'");
    assertFalse(Files.exists(fault));
    assertEquals(
        List.of("settings", "file"),
        List.of(
            report.get("faults").get(0).get("fault").asText(),
            report.get("faults").get(1).get("fault").asText()));
    assertTrue(report.get("load").get("acknowledged").asInt() > 500, report::toString);
  }

  @Test
  void aFaultThatCannotBeMadeIsToldAndIsNotSound() {
    JsonNode report =
        chaos(false, "--faults", "none", "--fault", "odd=echo no such node >&2; exit 7");
    String trouble = report.get("faults").get(0).get("trouble").asText();
    assertTrue(trouble.contains("exit code 7: no such node"), trouble);
    assertTrue(report.get("load").get("sound").asBoolean(), report::toString);
  }

  @Test
  @OneNode("leaders can move where partitions have several replicas")
  void whatCannotBeChaosIsRefusedBeforeAnythingIsWritten() {
    String one = tidepost.run("chaos", "--faults", "leaders").failed();
    assertTrue(one.contains("two replicas"), one);
    String typo = tidepost.run("chaos", "--faults", "leader").failed();
    assertTrue(typo.contains("'leader'"), typo);
    String lonely = tidepost.run("chaos", "--mend", "x=true").failed();
    assertTrue(lonely.contains("no --fault x"), lonely);
    try (Admin admin = clients.admin()) {
      assertTrue(
          Clients.get(admin.listTopics().names()).stream()
              .noneMatch(name -> name.startsWith("tidepost-bench-")));
    }
  }
}
