package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.controller.UpdateFeatures.Update;
import io.tidepost.metadata.controller.UpdateFeatures.Way;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateFeaturesTest {

  private final ControllerTester tester = new ControllerTester(1);

  private @Nullable Failure set(String feature, int level, @Nullable Way way) {
    var update = new Update(feature, (short) level, way);
    return tester.call(new UpdateFeatures(List.of(update), false)).failure();
  }

  private short level() {
    return tester.image.features().metadataVersion();
  }

  @Test
  void aLevelGoesUpAndTheSafeWayDown() {
    assertNull(set("metadata.version", 31, Way.UPGRADE));
    assertEquals(31, level());
    assertNull(set("metadata.version", 30, Way.SAFE_DOWNGRADE));
    assertEquals(30, level());
  }

  @Test
  void lookingChangesNothing() {
    var update = new Update("metadata.version", (short) 31, Way.UPGRADE);
    assertNull(tester.call(new UpdateFeatures(List.of(update), true)).failure());
    assertEquals(30, level());
  }

  @Test
  void oneThatIsRefusedRefusesAll() {
    var good = new Update("metadata.version", (short) 31, Way.UPGRADE);
    var bad = new Update("colour", (short) 1, Way.UPGRADE);
    assertNotNull(tester.call(new UpdateFeatures(List.of(good, bad), false)).failure());
    assertEquals(30, level());
  }

  @ParameterizedTest
  @CsvSource({
    "metadata.version, 32, UPGRADE, Local controller only supports versions 7-31",
    "metadata.version, 6, SAFE_DOWNGRADE, Local controller only supports versions 7-31",
    "metadata.version, -1, UPGRADE, cannot be less than 0",
    "metadata.version, 29, UPGRADE, Can't downgrade the version",
    "metadata.version, 31, SAFE_DOWNGRADE, Can't downgrade to a newer version",
    "metadata.version, 29, SAFE_DOWNGRADE, might delete metadata",
    "metadata.version, 29, UNSAFE_DOWNGRADE, not supported in this version",
    "metadata.version, 31, , does not support the given upgrade type",
    "colour, 1, UPGRADE, Local controller does not support this feature"
  })
  void whatCannotBeIsRefusedWithTheReason(
      String feature, int level, @Nullable Way way, String reason) {
    Failure failure = set(feature, level, way);
    assertNotNull(failure);
    assertEquals(ErrorCode.INVALID_UPDATE_VERSION, failure.error());
    assertTrue(failure.message().contains(reason), failure::message);
    assertEquals(30, level());
  }

  @Test
  void everyBrokerHasToSupportIt() {
    tester.call(
        new RegisterBroker(
            1,
            new Uuid(1, 1),
            List.of(new Endpoint("PLAINTEXT", "host", 9092, (short) 0)),
            Map.of("metadata.version", new VersionRange((short) 7, (short) 30)),
            null,
            List.of(new Uuid(100, 1))));
    Failure failure = set("metadata.version", 31, Way.UPGRADE);
    assertNotNull(failure);
    assertTrue(failure.message().contains("Broker 1 only supports versions 7-30"));
  }
}
