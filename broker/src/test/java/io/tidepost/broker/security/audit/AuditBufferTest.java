package io.tidepost.broker.security.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditBufferTest {

  private final AuditBuffer buffer = new AuditBuffer();

  private static AuditEvent event(String resource) {
    return new AuditEvent(
        "User:alice",
        "127.0.0.1",
        "a \"client\"\n",
        "CreateTopics",
        "CREATE",
        "TOPIC",
        resource,
        "",
        false);
  }

  @Test
  void equalEventsShareARecord() {
    buffer.add(event("orders"), 1000);
    buffer.add(event("orders"), 1500);
    buffer.add(event("payments"), 1700);
    assertEquals(
        List.of(
            "{\"time\":1500,\"principal\":\"User:alice\",\"host\":\"127.0.0.1\","
                + "\"clientId\":\"a \\\"client\\\"\\u000a\",\"api\":\"CreateTopics\","
                + "\"operation\":\"CREATE\",\"resourceType\":\"TOPIC\",\"resource\":\"orders\","
                + "\"allowed\":false,\"count\":2,\"firstTime\":1000}"),
        buffer.drain(1, 2000));
    assertTrue(buffer.drain(9, 2000).getFirst().contains("\"resource\":\"payments\""));
    assertTrue(buffer.isEmpty());
  }

  @Test
  void whatDoesNotFitIsCountedAsLost() {
    for (int i = 0; i < AuditBuffer.WAITING_MAX + 7; i++) {
      buffer.add(event("t" + i), 1000);
    }
    buffer.lose(3);
    List<String> first = buffer.drain(5, 2000);
    assertEquals(6, first.size());
    assertEquals("{\"time\":2000,\"lost\":10}", first.get(5));
    assertEquals(AuditBuffer.WAITING_MAX - 5, buffer.drain(Integer.MAX_VALUE, 3000).size());
    assertTrue(buffer.isEmpty());
  }
}
