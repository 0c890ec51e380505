package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {

  private static final String EVENT =
      """
      {"time":2,"principal":"User:Mallory","host":"10.0.0.7","operation":"DELETE",
       "resourceType":"TOPIC","resource":"orders","allowed":false,"count":3,"firstTime":1}
      """;

  @ParameterizedTest
  @CsvSource({
    "'', '', '', true",
    "mallory, '', '', true",
    "mallory, denied, orders, true",
    "mallory, allowed, '', false",
    "boss, '', '', false",
    "'', '', payments, false",
  })
  void aFilterTakesWhatAllOfItsPartsTake(String user, String result, String text, boolean taken)
      throws Exception {
    JsonNode event = new ObjectMapper().readTree(EVENT);
    assertEquals(taken, new AuditLog.Filter(user, result, text).takes(event));
  }
}
