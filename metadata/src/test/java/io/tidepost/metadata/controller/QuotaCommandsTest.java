package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.metadata.controller.AlterClientQuotas.Alteration;
import io.tidepost.metadata.controller.AlterClientQuotas.Change;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.QuotaEntity;
import io.tidepost.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotaCommandsTest {

  private static final String PRODUCE = ClientQuotas.PRODUCER_BYTE_RATE;
  private static final String ANYBODY = "";

  private final ControllerTester tester = new ControllerTester(1);

  /// An entity of a user and a client id; `null` leaves a part out, [#ANYBODY] is the default.
  private static QuotaEntity entity(@Nullable String user, @Nullable String clientId) {
    Map<String, @Nullable String> parts = new HashMap<>();
    if (user != null) {
      parts.put(QuotaEntity.USER, user.equals(ANYBODY) ? null : user);
    }
    if (clientId != null) {
      parts.put(QuotaEntity.CLIENT_ID, clientId.equals(ANYBODY) ? null : clientId);
    }
    return QuotaEntity.of(parts);
  }

  private @Nullable Failure set(QuotaEntity entity, String key, @Nullable Double value) {
    var alteration = new Alteration(entity, false, List.of(new Change(key, value)));
    return tester.call(new AlterClientQuotas(List.of(alteration), false)).getFirst();
  }

  private double bound(String user, String clientId) {
    var limit = ClientQuotas.of(tester.image.kept()).limit(PRODUCE, user, clientId);
    return limit == null ? -1 : limit.bound();
  }

  @Test
  void theMostSpecificQuotaCounts() {
    List<QuotaEntity> fromGeneral =
        List.of(
            entity(null, ANYBODY),
            entity(null, "c"),
            entity(ANYBODY, null),
            entity(ANYBODY, ANYBODY),
            entity(ANYBODY, "c"),
            entity("u", null),
            entity("u", ANYBODY),
            entity("u", "c"));
    assertEquals(-1, bound("u", "c"));
    for (int i = 0; i < fromGeneral.size(); i++) {
      assertNull(set(fromGeneral.get(i), PRODUCE, 100.0 + i));
      assertEquals(100 + i, bound("u", "c"), fromGeneral.get(i).toString());
    }
    assertEquals(104, bound("other", "c"));
    assertEquals(103, bound("other", "other"));
    assertNull(set(entity("u", "c"), PRODUCE, null));
    assertEquals(106, bound("u", "c"));
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    assertNull(set(entity("u", null), PRODUCE, null));
    assertEquals(List.of(), tester.lastRecords);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refused(entity("u", null), "no_such_rate", 1.0);
    refused(entity("u", null), PRODUCE, 0.0);
    refused(entity("u", null), PRODUCE, -1.0);
    refused(entity("u", null), PRODUCE, Double.NaN);
    refused(entity("u", null), PRODUCE, 1.5);
    refused(entity(null, null), PRODUCE, 1.0);
    refused(QuotaEntity.of(Map.of("group", "g")), PRODUCE, 1.0);
    refused(QuotaEntity.of(Map.of("ip", "10.0.0.1", "user", "u")), PRODUCE, 1.0);
    refused(QuotaEntity.of(Map.of("ip", "10.0.0.1")), PRODUCE, 1.0);
    refused(entity("u", null), "request_percentage", 10.0);
    assertEquals(0, ClientQuotas.of(tester.image.kept()).all().size());
  }

  private void refused(QuotaEntity entity, String key, double value) {
    Failure failure = set(entity, key, value);
    assertNotNull(failure, entity + " " + key);
    assertEquals(ErrorCode.INVALID_REQUEST, Objects.requireNonNull(failure).error());
  }
}
