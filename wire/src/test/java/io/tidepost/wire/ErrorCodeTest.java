package io.tidepost.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/// The table of errors is Kafka's table.
final class ErrorCodeTest {

  @Test
  void equalsKafkasTable() {
    assertEquals(
        Arrays.stream(Errors.values()).map(ErrorCodeTest::row).sorted().toList(),
        Arrays.stream(ErrorCode.values()).map(ErrorCodeTest::row).sorted().toList());
  }

  private static String row(Errors error) {
    boolean retriable = error.exception() instanceof RetriableException;
    return error.code() + " " + error.name() + " " + retriable + " " + error.message();
  }

  private static String row(ErrorCode error) {
    return error.code() + " " + error.name() + " " + error.retriable() + " " + error.message();
  }

  @Test
  void findsByCode() {
    for (Errors error : Errors.values()) {
      assertEquals(error.name(), ErrorCode.of(error.code()).name());
    }
    assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.of((short) -2));
    assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.of((short) 9999));
  }
}
