package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `tidepost bench`: it measures, says whether everything came back, and tidies up.
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
}
