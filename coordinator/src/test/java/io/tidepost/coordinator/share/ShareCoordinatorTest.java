package io.tidepost.coordinator.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShareCoordinatorTest {

  private static final Uuid TOPIC = new Uuid(1, 2);
  private static final SharePartitionKey KEY = new SharePartitionKey("g", TOPIC, 0);
  private static final SharePartitionKey OTHER = new SharePartitionKey("g", TOPIC, 1);

  private final ShareStateWorld world = new ShareStateWorld(new ShareOptions(3));

  private static StateUpdate update(long start, long first, long last, int state) {
    return new StateUpdate(
        0, start, 0, List.of(new DeliveryBatch(first, last, (byte) state, (short) 1)));
  }

  @Test
  void theKeyIsKafkas() {
    assertEquals("g:" + TOPIC + ":0", KEY.coordinatorKey());
  }

  @Test
  void nothingIsWrittenBeforeItIsInitialised() {
    assertEquals(ErrorCode.INVALID_REQUEST, world.read(KEY, 0).error());
    assertEquals(ErrorCode.INVALID_REQUEST, world.write(KEY, 0, update(0, 0, 5, 2)));
    assertNull(world.state(KEY));
    assertTrue(world.log.isEmpty());
  }

  @Test
  void updatesAddUp() {
    world.initialize(KEY, 1, -1);
    world.write(KEY, 1, update(0, 0, 5, 2));
    world.write(KEY, 1, update(-1, 3, 8, 0));
    SharePartitionState state = world.state(KEY);
    assertNotNull(state);
    assertEquals(0, state.startOffset());
    assertEquals(
        List.of(
            new DeliveryBatch(0, 2, (byte) 2, (short) 1),
            new DeliveryBatch(3, 8, (byte) 0, (short) 1)),
        state.batches());
    world.crash();
    assertEquals(state, world.state(KEY));
  }

  @Test
  void enoughUpdatesMakeASnapshot() {
    world.initialize(KEY, 1, 0);
    for (int i = 0; i < 5; i++) {
      assertEquals(ErrorCode.NONE, world.write(KEY, 1, update(i, i + 10, i + 10, 2)));
    }
    SharePartitionState state = world.state(KEY);
    assertNotNull(state);
    assertEquals(1, state.snapshotEpoch());
    assertEquals(4, world.ask(PruneState::new));
    world.prunedTo = 4;
    world.crash();
    assertEquals(state, world.state(KEY));
  }

  @Test
  void anOlderLeaderIsRefused() {
    world.initialize(KEY, 1, 0);
    assertEquals(ErrorCode.NONE, world.read(KEY, 4).error());
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, world.read(KEY, 3).error());
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, world.write(KEY, 1, update(0, 0, 5, 2)));
    world.crash();
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, world.read(KEY, 3).error());
  }

  @Test
  void whoeverInitialisedLastIsObeyed() {
    world.initialize(KEY, 1, 0);
    world.write(KEY, 1, update(0, 0, 5, 2));
    assertEquals(ErrorCode.NONE, world.initialize(KEY, 2, 100));
    assertEquals(ErrorCode.FENCED_STATE_EPOCH, world.write(KEY, 1, update(6, 6, 9, 2)));
    assertEquals(ErrorCode.FENCED_STATE_EPOCH, world.initialize(KEY, 1, 0));
    SharePartitionState state = world.state(KEY);
    assertNotNull(state);
    assertEquals(100, state.startOffset());
    assertEquals(List.of(), state.batches());
  }

  @Test
  void whatIsDeletedIsForgotten() {
    world.initialize(KEY, 1, 0);
    assertEquals(ErrorCode.NONE, world.<ErrorCode>ask(reply -> new DeleteState(KEY, reply)));
    assertEquals(ErrorCode.NONE, world.<ErrorCode>ask(reply -> new DeleteState(KEY, reply)));
    assertNull(world.state(KEY));
    world.crash();
    assertNull(world.state(KEY));
  }

  @Test
  void aDeletedTopicIsForgotten() {
    world.initialize(KEY, 1, 0);
    world.initialize(OTHER, 1, 0);
    world.tell(new ForgetTopicState(TOPIC));
    assertNull(world.state(KEY));
    assertNull(world.state(OTHER));
  }

  @Test
  void aQuietSharePartitionDoesNotKeepTheLog() {
    world.initialize(OTHER, 1, 0);
    world.initialize(KEY, 1, 0);
    for (int i = 0; i < 1100; i++) {
      world.write(KEY, 1, update(i, i + 1, i + 1, 2));
    }
    assertEquals(0, world.ask(PruneState::new));
    long needed = world.ask(PruneState::new);
    assertTrue(needed > 1000, "needed from " + needed);
    world.prunedTo = (int) needed;
    SharePartitionState state = world.state(OTHER);
    world.crash();
    assertEquals(state, world.state(OTHER));
  }
}
