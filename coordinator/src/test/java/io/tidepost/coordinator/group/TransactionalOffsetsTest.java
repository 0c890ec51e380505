package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.ControlRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Offsets that Kafka's producers left in transactions, finished or not, when they are loaded.
class TransactionalOffsetsTest {

  private final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));

  private void commitInTransaction(long producerId, long offset) {
    CoordinatorRecord record =
        GroupRecords.offset(
            "g", "t", 0, new CommittedOffset(-1, offset, -1, "", 1000, -1, Uuid.ZERO));
    world.appendForeign(
        new BatchBuilder()
            .producer(producerId, (short) 0, 0)
            .transactional()
            .append(1000, ByteBuffer.wrap(record.key()), ByteBuffer.wrap(record.value()))
            .build());
  }

  private void end(long producerId, boolean commit) {
    world.appendForeign(ControlRecords.transactionMarker(1000, producerId, (short) 0, commit, 0));
  }

  private OffsetFetchResponsePartitions fetch(boolean stable) {
    List<OffsetFetchResponseGroup> answers = new ArrayList<>();
    world.submit(new OffsetFetch(Requests.fetch("g", "t", 0), stable, new Reply<>(answers::add)));
    return answers.get(0).topics.get(0).partitions.get(0);
  }

  @Test
  void countWhenCommitted() {
    commitInTransaction(5, 42);
    end(5, true);
    world.crash();
    assertEquals(42, fetch(true).committedOffset);
  }

  @Test
  void areForgottenWhenAborted() {
    commitInTransaction(5, 42);
    end(5, false);
    world.crash();
    assertEquals(-1, fetch(true).committedOffset);
    assertEquals(0, fetch(true).errorCode);
  }

  @Test
  void areUnstableWhileOpen() {
    commitInTransaction(5, 42);
    world.crash();
    assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT.code(), fetch(true).errorCode);
    assertEquals(-1, fetch(false).committedOffset);
    assertTrue(world.shard().exists("g"));
  }

  @Test
  void doNotReplaceLaterPlainOnes() {
    commitInTransaction(5, 42);
    CoordinatorRecord plain =
        GroupRecords.offset("g", "t", 0, new CommittedOffset(-1, 50, -1, "", 1000, -1, Uuid.ZERO));
    byte[] value = plain.value();
    assertNotNull(value);
    world.appendForeign(
        new BatchBuilder()
            .append(1000, ByteBuffer.wrap(plain.key()), ByteBuffer.wrap(value))
            .build());
    end(5, true);
    world.crash();
    assertEquals(50, fetch(true).committedOffset);
  }

  @Test
  void aTombstoneEndsThemToo() {
    commitInTransaction(5, 42);
    CoordinatorRecord tombstone = GroupRecords.offsetTombstone("g", "t", 0);
    world.appendForeign(
        new BatchBuilder().append(1000, ByteBuffer.wrap(tombstone.key()), null).build());
    end(5, true);
    world.crash();
    assertNull(world.shard().offsets().find("g", "t", 0));
  }

  @Test
  void aRecordThatCannotBeReadIsSaidAndPassedOver() {
    ByteBuffer key = ByteBuffer.wrap(GroupRecords.groupTombstone("g").key());
    world.appendForeign(
        new BatchBuilder().append(1000, key, ByteBuffer.wrap(new byte[] {0, 3, 9})).build());
    commitInTransaction(5, 42);
    end(5, true);
    world.crash();
    assertEquals(42, fetch(true).committedOffset);
    assertTrue(
        world.operatorLog.stream().anyMatch(line -> line.contains("offset 0")),
        world.operatorLog.toString());
  }
}
