package io.tidepost.replica.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {

  private static final Randomness RANDOMNESS =
      new Randomness() {
        private final Random random = new Random(42);

        @Override
        public long nextLong() {
          return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
          return random.nextInt(bound);
        }
      };

  private final FetchSessions sessions = new FetchSessions(2, 1, 3, RANDOMNESS);
  private long now = 1_000_000;

  private static FetchedPartition partition(int number, long offset) {
    return new FetchedPartition(key(number), offset, 1000, -1, -1);
  }

  private static PartitionKey key(int number) {
    return new PartitionKey("topic", Uuid.ZERO, number);
  }

  private FetchContext open(int id, int epoch, FetchedPartition... wanted) {
    return sessions.open(id, epoch, false, List.of(wanted), List.of(), now);
  }

  private static List<Integer> numbers(FetchContext context) {
    List<Integer> result = new ArrayList<>();
    context.partitions().forEach(partition -> result.add(partition.partition()));
    return result;
  }

  @Test
  void aSessionRemembersWhatIsWantedAndTellsOnlyWhatIsNew() {
    FetchContext full = open(0, 0, partition(0, 5), partition(1, 7));
    assertTrue(full.sessionId() > 0);
    assertEquals(1, FetchSessions.indexOf(full.sessionId(), 3));
    for (FetchedPartition partition : full.partitions()) {
      assertTrue(full.includes(partition, false, false, 10, 0), "a full answer holds everything");
    }
    FetchContext next = open(full.sessionId(), 1);
    assertTrue(next.incremental());
    assertEquals(List.of(0, 1), numbers(next));
    FetchedPartition first = next.partitions().get(0);
    FetchedPartition second = next.partitions().get(1);
    assertFalse(next.includes(first, false, false, 10, 0), "nothing changed");
    assertTrue(next.includes(second, false, false, 11, 0), "the high watermark moved");
    FetchContext later = open(full.sessionId(), 2);
    assertTrue(later.includes(first, false, false, 10, 3), "the log start offset moved");
    assertFalse(later.includes(second, false, false, 11, 0));
  }

  @Test
  void aPartitionWithRecordsMovesToTheEnd() {
    FetchContext full = open(0, 0, partition(0, 0), partition(1, 0), partition(2, 0));
    FetchContext next = open(full.sessionId(), 1);
    assertTrue(next.includes(next.partitions().get(0), true, false, 1, 0));
    assertEquals(List.of(1, 2, 0), numbers(open(full.sessionId(), 2)));
  }

  @Test
  void whatFollowsAnErrorIsNews() {
    FetchContext full = open(0, 0, partition(0, 0));
    FetchedPartition only = full.partitions().get(0);
    full.includes(only, false, false, 10, 0);
    FetchContext next = open(full.sessionId(), 1);
    assertTrue(next.includes(only, false, true, -1, -1));
    FetchContext later = open(full.sessionId(), 2);
    assertTrue(later.includes(only, false, false, 10, 0));
  }

  @Test
  void changesAndForgottenPartitionsAreApplied() {
    FetchContext full = open(0, 0, partition(0, 0), partition(1, 0));
    FetchContext changed =
        sessions.open(
            full.sessionId(),
            1,
            false,
            List.of(partition(1, 99), partition(2, 3)),
            List.of(key(0)),
            now);
    assertEquals(List.of(1, 2), numbers(changed));
    assertEquals(99, changed.partitions().get(0).fetchOffset());
    FetchContext emptied =
        sessions.open(full.sessionId(), 2, false, List.of(), List.of(key(1), key(2)), now);
    assertEquals(0, emptied.sessionId());
    assertEquals(0, sessions.size());
  }

  @Test
  void wrongIdsEpochsAndNamesAreRefused() {
    FetchContext full = open(0, 0, partition(0, 0));
    int id = full.sessionId();
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(id + 3, 1).error());
    assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH, open(id, 2).error());
    assertEquals(
        ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
        sessions.open(id, 1, true, List.of(), List.of(), now).error());
    assertEquals(ErrorCode.NONE, open(id, 1).error());
    assertEquals(
        ErrorCode.INVALID_FETCH_SESSION_EPOCH, open(id, 1).error(), "the same epoch again");
  }

  @Test
  void aFullRequestReplacesTheSessionAndFinalEndsIt() {
    int first = open(0, 0, partition(0, 0)).sessionId();
    int second = open(first, 0, partition(0, 0)).sessionId();
    assertNotEquals(first, second);
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(first, 1).error());
    assertEquals(0, open(second, -1, partition(0, 0)).sessionId());
    assertEquals(0, sessions.size());
  }

  @Test
  void theCacheIsBoundedAndGivesUpWhatIsOldOrSmall() {
    int idle = open(0, 0, partition(0, 0)).sessionId();
    int busy = open(0, 0, partition(0, 0)).sessionId();
    assertEquals(0, open(0, 0, partition(0, 0)).sessionId(), "no room, nobody is old");
    now += 100_000;
    assertEquals(ErrorCode.NONE, open(busy, 1).error());
    now += 30_000;
    int third = open(0, 0, partition(0, 0)).sessionId();
    assertTrue(third > 0);
    assertEquals(2, sessions.size());
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(idle, 1).error());
    assertEquals(0, open(0, 0, partition(0, 0)).sessionId(), "not smaller");
    assertTrue(
        open(0, 0, partition(0, 0), partition(1, 0)).sessionId() > 0, "larger than the old one");
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(busy, 2).error());
  }
}
