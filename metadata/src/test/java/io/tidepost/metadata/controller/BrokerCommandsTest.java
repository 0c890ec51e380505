package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Brokers that register, live, shut down and die, and what becomes of their partitions.
class BrokerCommandsTest extends ClusterTest {

  @Test
  void aBrokerIsFencedUntilItHasCaughtUp() {
    var registered = controller.call(registration(1, 2, epochs[1]));
    long epoch = registered.brokerEpoch();
    var behind =
        controller.call(new BrokerHeartbeat(1, epoch, epoch - 1, false, false, List.of(), null));
    assertFalse(behind.isCaughtUp());
    assertTrue(behind.isFenced());
    assertTrue(broker(1).fenced());
    var wants = controller.call(new BrokerHeartbeat(1, epoch, epoch, true, false, List.of(), null));
    assertTrue(wants.isFenced() && wants.isCaughtUp());
    assertFalse(beat(1, epoch).isFenced());
    assertFalse(broker(1).fenced());
    assertEquals(ErrorCode.STALE_BROKER_EPOCH, error(beat(1, epochs[1]).failure()));
    assertEquals(ErrorCode.BROKER_ID_NOT_REGISTERED, error(beat(9, 1).failure()));
  }

  @Test
  void aNodeIdBelongsToOneProcessWhileItsSessionLives() {
    var other =
        new RegisterBroker(
            1,
            new Uuid(1, 77),
            List.of(new Endpoint("PLAINTEXT", "elsewhere", 9092, (short) 0)),
            FEATURES,
            null,
            List.of(new Uuid(100, 77)),
            -1,
            false);
    assertEquals(ErrorCode.DUPLICATE_BROKER_REGISTRATION, error(controller.call(other).failure()));
    assertEquals(epochs[1], broker(1).epoch());
    controller.nowMillis = 9_000;
    assertEquals(ErrorCode.NONE, error(controller.call(other).failure()));
  }

  @Test
  void aNodeThatWasKilledMayRegisterAtOnce() {
    topic("a", 1, 2);
    var outcome = controller.call(registration(1, 2, -1));
    assertNull(outcome.failure(), "it has the directories and the listeners");
    assertNotEquals(epochs[1], outcome.brokerEpoch());
    assertEquals(2, partition("a").leader());
    assertEquals(List.of(2), partition("a").isr());
    assertNull(controller.call(new FenceBroker(2, epochs[2])).failure());
    assertTrue(broker(2).fenced());
  }

  @Test
  void theSameIncarnationMayAmendItsRegistration() {
    int offset = (int) controller.image.provenance().lastOffset();
    assertEquals(epochs[1], controller.call(registration(1, 1, -1)).brokerEpoch());
    assertEquals(offset, controller.image.provenance().lastOffset());
    var amended =
        new RegisterBroker(
            1,
            new Uuid(1, 1),
            List.of(new Endpoint("PLAINTEXT", "host1", 9093, (short) 0)),
            FEATURES,
            "r",
            List.of(new Uuid(100, 1), new Uuid(101, 1)),
            -1,
            false);
    assertEquals(epochs[1], controller.call(amended).brokerEpoch());
    assertEquals("r", broker(1).rack());
    assertFalse(broker(1).fenced());
  }

  @Test
  void registrationsThatCannotBeTrueAreRefused() {
    var noDirectory =
        new RegisterBroker(5, new Uuid(5, 1), List.of(), FEATURES, null, List.of(), -1, false);
    assertEquals(
        "No directories specified in request",
        Failure.message(controller.call(noDirectory).failure()));
    var reserved =
        new RegisterBroker(
            5, new Uuid(5, 1), List.of(), FEATURES, null, List.of(Uuid.ONE), -1, false);
    assertEquals(
        "Reserved directory ID in request", Failure.message(controller.call(reserved).failure()));
    var twice =
        new RegisterBroker(
            5,
            new Uuid(5, 1),
            List.of(),
            FEATURES,
            null,
            List.of(new Uuid(5, 5), new Uuid(5, 5)),
            -1,
            false);
    assertEquals(
        "Duplicate directory ID in request", Failure.message(controller.call(twice).failure()));
    var foreign =
        new RegisterBroker(
            5, new Uuid(5, 1), List.of(), FEATURES, null, List.of(new Uuid(100, 2)), -1, false);
    assertEquals(ErrorCode.INVALID_REGISTRATION, error(controller.call(foreign).failure()));
    var old =
        new RegisterBroker(
            5,
            new Uuid(5, 1),
            List.of(),
            Map.of("metadata.version", new VersionRange((short) 7, (short) 20)),
            null,
            List.of(new Uuid(5, 5)),
            -1,
            false);
    assertEquals(
        "Unable to register because the broker does not support finalized version 30 of"
            + " metadata.version. The broker wants a version between 7 and 20, inclusive.",
        Failure.message(controller.call(old).failure()));
    enableElr();
    assertEquals(
        ErrorCode.UNSUPPORTED_VERSION, error(controller.call(registration(3, 9, -1)).failure()));
    assertNull(controller.image.brokers().get(5));
  }

  @Test
  void whoIsFencedLeadsNothingAndIsInSyncNowhere() {
    topic("a", 1, 2, 3);
    topic("b", 2, 1);
    topic("alone", 1);
    int epoch = partition("a").leaderEpoch();
    controller.call(new FenceBroker(1, epochs[1]));
    assertEquals(2, partition("a").leader());
    assertEquals(epoch + 1, partition("a").leaderEpoch());
    assertEquals(List.of(2, 3), partition("a").isr());
    assertEquals(2, partition("b").leader());
    assertEquals(List.of(2), partition("b").isr());
    assertEquals(0, partition("b").leaderEpoch(), "its leader did not change");
    assertEquals(Partition.NO_LEADER, partition("alone").leader());
    assertEquals(List.of(1), partition("alone").isr(), "the last one is remembered");
    assertEquals(
        ErrorCode.STALE_BROKER_EPOCH,
        error(controller.call(new FenceBroker(2, epochs[2] + 1)).failure()));
    assertFalse(beat(1, epochs[1]).isFenced(), "a broker that lives comes back by itself");
    assertEquals(1, partition("alone").leader());
    assertEquals(2, partition("a").leader());
  }

  @Test
  void aSessionThatEndsFencesAndAHeartbeatKeepsIt() {
    controller.nowMillis = 8_000;
    beat(2, epochs[2]);
    controller.nowMillis = 9_000;
    List<Integer> expired = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Broker longest = controller.sessions.expired(controller.image, 9_000, controller.nowMillis);
      if (longest != null) {
        expired.add(longest.id());
        controller.call(new FenceBroker(longest.id(), longest.epoch()));
      }
    }
    assertEquals(List.of(1, 3, 4), expired);
    assertEquals(17_000, controller.sessions.nextExpiryMillis(controller.image, 9_000));
  }

  @Test
  void aControlledShutdownGivesTheLeadersAwayAndWaitsUntilEverybodyKnows() {
    topic("a", 1, 2, 3);
    assertFalse(beat(1, epochs[1], true).shouldShutDown());
    assertTrue(broker(1).inControlledShutdown());
    assertFalse(broker(1).fenced());
    assertEquals(2, partition("a").leader());
    assertEquals(List.of(2, 3), partition("a").isr());
    assertFalse(beat(1, epochs[1], true).shouldShutDown(), "nobody knows yet");
    beat(2, epochs[2]);
    assertFalse(beat(1, epochs[1], true).shouldShutDown(), "3 and 4 do not know yet");
    beat(3, epochs[3]);
    beat(4, epochs[4]);
    assertTrue(beat(1, epochs[1], true).shouldShutDown());
    assertTrue(broker(1).fenced());
    start(1, 2, epochs[1]);
    assertFalse(broker(1).inControlledShutdown());
  }

  @Test
  void aNewControllerLetsAShutdownThatIsUnderWayGoOn() {
    topic("a", 1, 2);
    assertFalse(beat(1, epochs[1], true).shouldShutDown());
    controller.sessions = new BrokerSessions(controller.image, 0);
    assertFalse(beat(1, epochs[1], true).shouldShutDown());
    beat(2, epochs[2]);
    beat(3, epochs[3]);
    beat(4, epochs[4]);
    assertTrue(beat(1, epochs[1], true).shouldShutDown());
  }

  @Test
  void whoLeadsNothingMayGoAtOnce() {
    topic("a", 2, 1);
    assertTrue(beat(1, epochs[1], true).shouldShutDown());
    assertEquals(List.of(2), partition("a").isr());
  }

  @Test
  void aDirectoryThatIsLostTakesOnlyItsPartitions() {
    var outcome =
        controller.call(
            new RegisterBroker(
                1,
                new Uuid(1, 2),
                List.of(new Endpoint("PLAINTEXT", "host1", 9092, (short) 0)),
                FEATURES,
                null,
                List.of(new Uuid(100, 1), new Uuid(101, 1)),
                epochs[1],
                false));
    assertFalse(beat(1, outcome.brokerEpoch()).isFenced());
    for (int i = 0; i < 20; i++) {
      controller.create(NewTopic.of("t" + i, 1, (short) 3));
    }
    long lost =
        controller.image.topics().sorted().stream()
            .filter(t -> t.partitions().get(0).directoryOf(1).equals(new Uuid(101, 1)))
            .count();
    controller.call(
        new BrokerHeartbeat(
            1,
            outcome.brokerEpoch(),
            controller.image.provenance().lastOffset(),
            false,
            false,
            List.of(new Uuid(101, 1), new Uuid(9, 9)),
            null));
    assertEquals(List.of(new Uuid(100, 1)), broker(1).directories());
    controller
        .image
        .topics()
        .forEach(topic -> {
          Partition p = topic.partitions().get(0);
          boolean isLost = p.directoryOf(1).equals(new Uuid(101, 1));
          assertEquals(!isLost && p.replicas().contains(1), p.isr().contains(1));
          assertTrue(!isLost || p.leader() != 1);
        });
    assertTrue(lost < 20);
    assertFalse(broker(1).fenced());
  }

  @Test
  void unregisteringForgetsABroker() {
    topic("a", 1, 2);
    assertEquals(
        "Broker ID 9 is not currently registered",
        Failure.message(controller.call(new UnregisterBroker(9)).failure()));
    assertNull(controller.call(new UnregisterBroker(1)).failure());
    assertNull(controller.image.brokers().get(1));
    assertEquals(2, partition("a").leader());
    assertEquals(ErrorCode.BROKER_ID_NOT_REGISTERED, error(beat(1, epochs[1]).failure()));
  }

  @Test
  void theLastInSyncReplicaIsRememberedAndComesBack() {
    enableElr();
    set(ConfigResource.BROKER_DEFAULT, "min.insync.replicas", "2");
    topic("a", 1, 2, 3);
    fence(1);
    assertEquals(List.of(), partition("a").elr(), "two in sync are enough");
    fence(2);
    assertEquals(List.of(3), partition("a").isr());
    assertEquals(List.of(2), partition("a").elr());
    fence(3);
    assertEquals(List.of(), partition("a").isr());
    assertEquals(List.of(2, 3), partition("a").elr());
    assertEquals(Partition.NO_LEADER, partition("a").leader());
    beat(1, epochs[1]);
    assertEquals(Partition.NO_LEADER, partition("a").leader(), "it may lack records");
    beat(2, epochs[2]);
    assertEquals(2, partition("a").leader());
    assertEquals(List.of(2), partition("a").isr());
    assertEquals(List.of(3), partition("a").elr());
    assertEquals(List.of(), partition("a").lastKnownElr());
  }

  @Test
  void anUncleanStopCostsEligibilityOnlyWhereAcknowledgementsAreNotSynced() {
    enableElr();
    set(ConfigResource.BROKER_DEFAULT, "min.insync.replicas", "2");
    topic("disk", 1, 2);
    topic("os", 1, 2);
    set(ConfigResource.topic("os"), "tidepost.durability", "os");
    fence(2);
    fence(1);
    assertEquals(List.of(1, 2), partition("os").elr());
    var features =
        Map.of(
            "metadata.version",
            new VersionRange((short) 7, (short) 31),
            Features.ELR_VERSION,
            new VersionRange((short) 0, (short) 1));
    for (int id = 1; id <= 2; id++) {
      var registered =
          controller.call(
              new RegisterBroker(
                  id,
                  new Uuid(id, 2),
                  List.of(),
                  features,
                  null,
                  List.of(new Uuid(100, id)),
                  id == 1 ? -1 : epochs[2],
                  false));
      epochs[id] = registered.brokerEpoch();
    }
    assertEquals(List.of(2), partition("os").elr(), "1 did not stop cleanly");
    assertEquals(List.of(1, 2), partition("disk").elr(), "what was acknowledged is on its disk");
    beat(1, epochs[1]);
    assertEquals(1, partition("disk").leader());
    assertEquals(Partition.NO_LEADER, partition("os").leader());
    beat(2, epochs[2]);
    assertEquals(2, partition("os").leader());
  }

  @Test
  void anUncleanElectionTakesPlaceOnlyWhereItIsAllowed() {
    topic("safe", 1, 2);
    topic("live", 1, 2);
    fence(2);
    fence(1);
    beat(2, epochs[2]);
    assertEquals(Partition.NO_LEADER, partition("live").leader());
    set(ConfigResource.topic("live"), "unclean.leader.election.enable", "true");
    assertEquals(1, controller.call(new ElectWhereDue(ElectWhereDue.Kind.LEADERLESS)));
    assertEquals(2, partition("live").leader());
    assertEquals(List.of(2), partition("live").isr());
    assertEquals(1, partition("live").leaderRecoveryState());
    assertEquals(Partition.NO_LEADER, partition("safe").leader());
    assertNotNull(controller.image.brokers().get(2));
  }

  @Test
  void controllersRegisterAndAreAskedBeforeAFeatureIsRaised() {
    var endpoints = List.of(new Endpoint("CONTROLLER", "c", 9093, (short) 0));
    assertNull(
        controller.call(new RegisterController(7, new Uuid(7, 1), endpoints, FEATURES)).failure());
    long offset = controller.image.provenance().lastOffset();
    assertNull(
        controller.call(new RegisterController(7, new Uuid(7, 1), endpoints, FEATURES)).failure());
    assertEquals(offset, controller.image.provenance().lastOffset(), "nothing new");
    var old =
        new RegisterController(
            8,
            new Uuid(8, 1),
            endpoints,
            Map.of("metadata.version", new VersionRange((short) 7, (short) 29)));
    assertEquals(ErrorCode.UNSUPPORTED_VERSION, error(controller.call(old).failure()));
    assertNull(
        controller
            .call(
                new RegisterController(
                    9,
                    new Uuid(9, 1),
                    endpoints,
                    Map.of("metadata.version", new VersionRange((short) 7, (short) 30))))
            .failure());
    var refused =
        controller.call(
            new UpdateFeatures(
                List.of(
                    new UpdateFeatures.Update(
                        "metadata.version", (short) 31, UpdateFeatures.Way.UPGRADE)),
                false));
    assertEquals(
        "Invalid update version 31 for feature metadata.version. Controller 9 only supports"
            + " versions 7-30",
        Failure.message(refused.failure()));
  }
}
