package io.tidepost.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/// The table of APIs is Kafka's table.
final class ApiKeyTest {

  @Test
  void equalsKafkasTable() {
    var expected =
        Arrays.stream(ApiKeys.values())
            .filter(ApiKeys::hasValidVersion)
            .map(ApiKeyTest::row)
            .toList();
    assertEquals(
        expected,
        Arrays.stream(ApiKey.values()).filter(api -> !api.isOwn()).map(ApiKeyTest::row).toList());
  }

  @Test
  void ourOwnAreFarFromKafkas() {
    List<ApiKey> own = Arrays.stream(ApiKey.values()).filter(ApiKey::isOwn).toList();
    assertEquals(List.of(ApiKey.NODE_QUESTION), own);
    assertEquals(10_000, ApiKey.NODE_QUESTION.id());
    assertEquals(0, ApiKey.NODE_QUESTION.highestVersion());
  }

  private static String row(ApiKeys api) {
    StringBuilder text = new StringBuilder(api.name() + " " + api.id + " " + api.name);
    text.append(' ').append(api.messageType.lowestSupportedVersion());
    text.append(' ').append(api.messageType.highestSupportedVersion(true));
    text.append(' ').append(api.messageType.highestSupportedVersion(false));
    for (short v = api.messageType.lowestSupportedVersion();
        v <= api.messageType.highestSupportedVersion(true);
        v++) {
      text.append(" v").append(v).append(' ').append(api.requestHeaderVersion(v));
      text.append(api.responseHeaderVersion(v));
    }
    return text.toString();
  }

  private static String row(ApiKey api) {
    StringBuilder text = new StringBuilder(api.name() + " " + api.id() + " " + api.apiName());
    text.append(' ').append(api.lowestVersion());
    text.append(' ').append(api.highestVersion());
    text.append(' ').append(api.highestStableVersion());
    for (short v = api.lowestVersion(); v <= api.highestVersion(); v++) {
      text.append(" v").append(v).append(' ').append(api.requestHeaderVersion(v));
      text.append(api.responseHeaderVersion(v));
    }
    return text.toString();
  }

  @Test
  void findsById() {
    for (ApiKey api : ApiKey.values()) {
      assertSame(api, ApiKey.of(api.id()));
    }
    IntStream.of(-1, 4, 127, 128, 9_999, 10_001, 10_008, Short.MAX_VALUE)
        .forEach(id -> assertNull(ApiKey.of((short) id)));
  }
}
