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
    var alteration = new Alteration(entity, null, List.of(new Change(key, value)));
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
  void aClientWithoutAnIdHasItsUsersQuotaOnly() {
    assertNull(set(entity(null, ANYBODY), PRODUCE, 1.0));
    assertNull(set(entity(ANYBODY, ANYBODY), PRODUCE, 2.0));
    assertEquals(-1, bound("u", ""));
    assertNull(set(entity(ANYBODY, null), PRODUCE, 3.0));
    assertEquals(3, bound("u", ""));
    assertNull(set(entity("u", null), PRODUCE, 4.0));
    assertEquals(4, bound("u", ""));
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() {
    assertNull(set(entity("u", null), PRODUCE, 5.0));
    assertEquals(1, tester.lastRecords.size());
    assertNull(set(entity("u", null), PRODUCE, 5.0));
    assertEquals(List.of(), tester.lastRecords);
  }

  @Test
  void everyKindOfQuotaHasItsOwnBounds() {
    QuotaEntity address = QuotaEntity.of(Map.of("ip", "10.0.0.1"));
    assertNull(set(entity("u", null), ClientQuotas.REQUEST_PERCENTAGE, 0.5));
    assertNull(set(entity("u", null), ClientQuotas.CONTROLLER_MUTATION_RATE, 1.5));
    assertNull(set(address, ClientQuotas.CONNECTION_CREATION_RATE, 3.0));
    Map<String, @Nullable String> everyAddress = new HashMap<>();
    everyAddress.put("ip", null);
    assertNull(set(QuotaEntity.of(everyAddress), ClientQuotas.CONNECTION_CREATION_RATE, 9.0));
    Map<@Nullable String, Double> expected = new HashMap<>();
    expected.put("10.0.0.1", 3.0);
    expected.put(null, 9.0);
    assertEquals(expected, ClientQuotas.of(tester.image.kept()).ofAddresses());
    refused(entity("u", null), ClientQuotas.CONNECTION_CREATION_RATE, 1.0);
    refused(address, ClientQuotas.CONNECTION_CREATION_RATE, 1.5);
    refused(address, ClientQuotas.CONNECTION_CREATION_RATE, 3e9);
    refused(address, ClientQuotas.REQUEST_PERCENTAGE, 1.0);
    refused(entity("u", null), ClientQuotas.REQUEST_PERCENTAGE, 0.0);
    refused(entity("u", null), PRODUCE, 1e19);
    refused(entity("u", null), PRODUCE, 0.9999999);
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
    var twice =
        new Alteration(
            entity("u", null), null, List.of(new Change(PRODUCE, 1.0), new Change(PRODUCE, 2.0)));
    assertNotNull(tester.call(new AlterClientQuotas(List.of(twice), false)).getFirst());
    var strange = new Alteration(entity("u", null), "strange", List.of(new Change(PRODUCE, 1.0)));
    assertNotNull(tester.call(new AlterClientQuotas(List.of(strange), false)).getFirst());
    assertEquals(0, ClientQuotas.of(tester.image.kept()).all().size());
  }

  private void refused(QuotaEntity entity, String key, double value) {
    Failure failure = set(entity, key, value);
    assertNotNull(failure, entity + " " + key);
    assertEquals(ErrorCode.INVALID_REQUEST, Objects.requireNonNull(failure).error());
  }
}
