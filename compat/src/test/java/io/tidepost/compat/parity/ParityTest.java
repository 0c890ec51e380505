package io.tidepost.compat.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Odd questions, put to this server and to Apache Kafka 4.3.1 in every version that both serve:
/// the answers are the same, but for the wording of messages.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ParityTest {
  private static final Map<String, String> OPTIONS =
      Map.of("offsets.topic.num.partitions", "1", "group.initial.rebalance.delay.ms", "0");

  private static ServerUnderTest kafka;
  private static ServerUnderTest tidepost;

  @BeforeAll
  static void start() {
    kafka = new ApacheKafka(Shared.temporary("parity-kafka"), OPTIONS, ApacheKafka.LIGHT_JVM);
    tidepost = new TidepostProcess(Shared.temporary("parity-tidepost"), OPTIONS);
    kafka.start();
    tidepost.start();
  }

  @AfterAll
  static void stop() {
    tidepost.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void oddQuestionsGetApacheKafkasAnswers() throws IOException {
    Respondent theirs = new Respondent(kafka);
    Respondent ours = new Respondent(tidepost);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Question question : Questions.ALL) {
      compared += compare(question, theirs, ours, differences);
    }
    assertTrue(compared > Questions.ALL.size(), () -> "too little was compared");
    assertTrue(differences.isEmpty(), () -> "\n" + String.join("\n", differences));
  }

  @Test
  @Order(2) // leaves topics, groups and quotas behind
  void everyMethodOfAdminGetsApacheKafkasOutcome() {
    assertEquals(Set.of(), AdminComparison.unmatched(), "methods of Admin without a call, or none");
    List<String> differences = AdminComparison.differences(kafka, tidepost);
    assertTrue(differences.isEmpty(), () -> "\n" + String.join("\n", differences));
  }

  private static int compare(
      Question question, Respondent theirs, Respondent ours, List<String> differences)
      throws IOException {
    ApiMessage request = theirs.request(question);
    ApiMessageType type = ApiMessageType.fromApiKey(request.apiKey());
    int last = Math.min(theirs.newest(type.apiKey()), ours.newest(type.apiKey()));
    int compared = 0;
    for (int version = type.lowestSupportedVersion(); version <= last; version++) {
      String expected = theirs.answer(question, version);
      if (expected == null) {
        continue;
      }
      String actual = ours.answer(question, version);
      compared++;
      if (!expected.equals(actual)) {
        differences.add(
            "%s v%d, %s\n  Apache Kafka: %s\n  here:         %s"
                .formatted(type.name, version, question.name(), expected, actual));
      }
    }
    if (compared == 0) {
      differences.add(type.name + ", " + question.name() + ": no version can ask it");
    }
    return compared;
  }
}
