package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What eligible leader replicas ask of `min.insync.replicas`.
class ElrOptionsTest extends ClusterTest {

  private static final String MINIMUM = "min.insync.replicas";

  private @Nullable Failure change(
      ConfigResource resource, IncrementalAlterConfigs.Operation operation, String value) {
    return controller
        .call(
            new IncrementalAlterConfigs(
                Map.of(
                    resource,
                    List.of(new IncrementalAlterConfigs.Change(operation, MINIMUM, value))),
                false))
        .get(resource);
  }

  @Test
  void theMinimumIsOneForTheClusterOnceTheyAreTurnedOn() {
    enableElr();
    set(ConfigResource.BROKER_DEFAULT, MINIMUM, "2");
    assertEquals(
        "Broker-level min.insync.replicas cannot be altered while ELR is enabled.",
        Failure.message(
            change(ConfigResource.broker(1), IncrementalAlterConfigs.Operation.SET, "1")));
    assertEquals(
        ErrorCode.INVALID_CONFIG,
        error(change(ConfigResource.BROKER_DEFAULT, IncrementalAlterConfigs.Operation.DELETE, "")));
    topic("a", 1, 2);
    ConfigResource topic = ConfigResource.topic("a");
    assertNull(change(topic, IncrementalAlterConfigs.Operation.SET, "1"));
    assertNull(change(topic, IncrementalAlterConfigs.Operation.DELETE, ""));
  }

  @Test
  void turningThemOnWritesTheMinimumDown() {
    set(ConfigResource.broker(3), MINIMUM, "3");
    for (int id = 1; id <= BROKERS; id++) {
      epochs[id] =
          controller
              .call(
                  registration(
                      id,
                      2,
                      epochs[id],
                      Map.of(
                          "metadata.version",
                          new VersionRange((short) 7, (short) 31),
                          Features.ELR_VERSION,
                          new VersionRange((short) 0, (short) 1)),
                      broker(id).directories()))
              .brokerEpoch();
    }
    var outcome =
        controller.call(
            new UpdateFeatures(
                List.of(
                    new UpdateFeatures.Update(
                        Features.ELR_VERSION, (short) 1, UpdateFeatures.Way.UPGRADE)),
                false));
    assertNull(outcome.failure());
    assertEquals("1", controller.image.configs().of(ConfigResource.BROKER_DEFAULT).get(MINIMUM));
    assertEquals(Map.of(), controller.image.configs().of(ConfigResource.broker(3)));
  }

  @Test
  void aLowerMinimumEndsTheEligibilityOfWhoMayLackRecordsFromNowOn() {
    enableElr();
    set(ConfigResource.BROKER_DEFAULT, MINIMUM, "2");
    topic("a", 1, 2);
    topic("gone", 3, 4);
    alterIsr("a", 1);
    fence(3);
    fence(4);
    assertEquals(List.of(2), partition("a").elr());
    assertEquals(List.of(3, 4), partition("gone").elr());
    set(ConfigResource.BROKER_DEFAULT, MINIMUM, "1");
    assertEquals(List.of(), partition("a").elr());
    Partition gone = partition("gone");
    assertEquals(List.of(3, 4), gone.elr(), "nobody leads it, so nothing is acknowledged");
    beat(3, epochs[3]);
    assertEquals(3, partition("gone").leader());
    assertEquals(List.of(), partition("gone").elr(), "3 may acknowledge alone");
  }
}
