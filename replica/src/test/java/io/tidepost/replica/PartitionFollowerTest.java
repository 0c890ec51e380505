package io.tidepost.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.log.Durability;
import io.tidepost.log.EpochEndOffset;
import io.tidepost.log.LogConfig;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogEvents;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionFollowerTest {

  private static final long WALL = 1_700_000_000_000L;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir Path directory;

  private final List<String> refusals = new ArrayList<>();
  private final ArrayDeque<LogWork> works = new ArrayDeque<>();
  private int taken;
  private PartitionLog log;
  private PartitionFollower follower;

  private final FollowerEffects effects =
      new FollowerEffects() {
        @Override
        public void taken(PartitionFollower of, FetchedRecords records) {
          taken++;
        }

        @Override
        public void mayFetch(PartitionFollower of) {}

        @Override
        public void needsSync(PartitionFollower of) {}

        @Override
        public void needsTruncation(PartitionFollower of, long offset) {}

        @Override
        public void writeFailed(PartitionFollower of, IOException failure) {
          throw new IllegalStateException(failure);
        }

        @Override
        public void refused(PartitionFollower of, String why) {
          refusals.add(why);
        }
      };

  @BeforeEach
  void follow() throws IOException {
    RealDisk.INSTANCE.createDirectories(directory);
    log =
        PartitionLog.create(
            new LogEnvironment(
                RealDisk.INSTANCE,
                SystemRandomness.INSTANCE,
                works::add,
                LogEvents.NONE,
                86_400_000),
            directory.resolve("topic-0"),
            new TopicPartition("topic", 0),
            new Uuid(1, 2),
            LogConfig.DEFAULT.withDurability(Durability.DISK),
            WALL);
    follower = new PartitionFollower(new Uuid(1, 2), log, 5, 0, effects);
  }

  private static ByteBuffer batch(long offset, int count, int leaderEpoch) {
    BatchBuilder builder = new BatchBuilder().baseOffset(offset).leaderEpoch(leaderEpoch);
    for (int i = 0; i < count; i++) {
      builder.append(WALL, null, ByteBuffer.wrap(new byte[10]));
    }
    return builder.build();
  }

  private FetchPosition position() {
    return Objects.requireNonNull(follower.position());
  }

  private boolean fetched(ErrorCode error, long highWatermark, long start, ByteBuffer records) {
    return follower.fetched(
        position(), new FetchedRecords(error, highWatermark, start, null, records), WALL);
  }

  private void diverges(int leaderEpoch, long endOffset) {
    follower.fetched(
        position(),
        new FetchedRecords(
            ErrorCode.NONE, 0, 0, new EpochEndOffset(leaderEpoch, endOffset), NOTHING),
        WALL);
  }

  private void sync() throws IOException {
    LogWork work = log.beginSync();
    if (work != null) {
      work.run();
      work.completed();
    }
    follower.synced();
  }

  private void truncate() throws IOException {
    runWorks();
    follower.truncate(WALL);
    runWorks();
    sync();
  }

  private void runWorks() throws IOException {
    LogWork work;
    while ((work = works.poll()) != null) {
      work.run();
      work.completed();
    }
  }

  private void append(long offset, int count, int leaderEpoch) throws IOException {
    fetched(ErrorCode.NONE, 0, 0, batch(offset, count, leaderEpoch));
    sync();
  }

  @Test
  void itAsksForMoreOnceEverythingBeforeIsSynced() throws IOException {
    assertEquals(new FetchPosition(5, 0, -1, 0), position());
    fetched(ErrorCode.NONE, 2, 0, batch(0, 3, 4));
    assertNull(follower.position());
    sync();
    assertEquals(new FetchPosition(5, 3, 4, 0), position());
    assertEquals(2, follower.highWatermark());
    assertEquals(1, taken);
  }

  @Test
  void anAnswerToAnOlderQuestionIsDropped() throws IOException {
    FetchPosition old = position();
    append(0, 2, 5);
    follower.fetched(old, new FetchedRecords(ErrorCode.NONE, 9, 0, null, batch(0, 9, 5)), WALL);
    assertEquals(2, log.logEndOffset());
    follower.follow(6);
    assertEquals(6, position().leaderEpoch());
  }

  @Test
  void recordsThatDoNotFollowOrAreNotSoundAreRefused() throws IOException {
    append(0, 5, 5);
    fetched(ErrorCode.NONE, 0, 0, batch(3, 4, 5));
    fetched(ErrorCode.NONE, 0, 0, batch(5, 1, 4));
    fetched(ErrorCode.NONE, 0, 0, batch(5, 1, 6));
    ByteBuffer damaged = batch(5, 1, 5);
    damaged.put(damaged.limit() - 1, (byte) 77);
    fetched(ErrorCode.NONE, 0, 0, damaged);
    assertEquals(4, refusals.size(), refusals.toString());
    assertEquals(5, log.logEndOffset());
    assertEquals(5, taken);
  }

  @Test
  void theLogIsCutWhereItPartsFromTheLeaders() throws IOException {
    append(0, 4, 2);
    append(4, 4, 3);
    append(8, 4, 5);
    diverges(3, 8);
    assertEquals(8, follower.truncation());
    assertNull(follower.position());
    truncate();
    assertEquals(8, log.logEndOffset());
    assertEquals(new FetchPosition(5, 8, 3, 0), position());
  }

  @Test
  void aLeaderEpochThatTheLeaderNamesAndThisLogLacksLeadsToAnEarlierOne() throws IOException {
    append(0, 4, 2);
    append(4, 4, 5);
    diverges(4, 9);
    assertEquals(4, follower.truncation());
    truncate();
    assertEquals(2, position().lastFetchedEpoch());
  }

  @Test
  void whenTheLeaderStartsLaterTheLogStartsAnewThere() throws IOException {
    append(0, 4, 2);
    assertEquals(false, fetched(ErrorCode.OFFSET_OUT_OF_RANGE, 50, 40, NOTHING));
    truncate();
    assertEquals(40, log.logStartOffset());
    assertEquals(new FetchPosition(5, 40, -1, 40), position());
    // Records were deleted up to the middle of a batch.
    fetched(ErrorCode.NONE, 50, 40, batch(38, 5, 4));
    assertEquals(38, follower.truncation());
    truncate();
    assertEquals(43, log.logEndOffset());
    assertEquals(40, log.logStartOffset());
  }

  @Test
  void theLogStartOffsetFollowsTheLeaders() throws IOException {
    append(0, 6, 5);
    fetched(ErrorCode.NONE, 6, 3, NOTHING);
    assertEquals(3, log.logStartOffset());
    assertEquals(6, follower.highWatermark());
  }

  @Test
  void errorsAreForLater() {
    assertTrue(fetched(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, -1, NOTHING));
    assertNotNull(follower.position());
    follower.stop();
    assertNull(follower.position());
  }
}
