package io.tidepost.wire.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.record.LeaderChangeMessage;
import io.tidepost.wire.record.SnapshotHeaderRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.ControlRecordUtils;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

/// Control records as Kafka reads them.
final class ControlRecordsTest {

  @Test
  void kafkaReadsOurTransactionMarkers() {
    for (boolean commit : new boolean[] {true, false}) {
      ByteBuffer batch = ControlRecords.transactionMarker(1234, 77, (short) 5, commit, 9);
      RecordBatch kafka = MemoryRecords.readableRecords(batch).batches().iterator().next();
      kafka.ensureValid();
      assertTrue(kafka.isControlBatch());
      assertTrue(kafka.isTransactional());
      assertEquals(77, kafka.producerId());
      Record record = kafka.iterator().next();
      EndTransactionMarker marker = EndTransactionMarker.deserialize(record);
      assertEquals(
          commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT, marker.controlType());
      assertEquals(9, marker.coordinatorEpoch());
      assertEquals(
          commit ? ControlRecords.COMMIT : ControlRecords.ABORT, ControlRecords.type(record.key()));
    }
  }

  @Test
  void ourMarkersAreKafkasBytes() {
    MemoryRecords kafka =
        MemoryRecords.withEndTransactionMarker(
            0, 1234, -1, 77, (short) 5, new EndTransactionMarker(ControlRecordType.COMMIT, 9));
    assertEquals(kafka.buffer(), ControlRecords.transactionMarker(1234, 77, (short) 5, true, 9));
  }

  @Test
  void kafkaReadsOurQuorumRecords() {
    LeaderChangeMessage leader = new LeaderChangeMessage();
    leader.leaderId = 3;
    LeaderChangeMessage.Voter voter = new LeaderChangeMessage.Voter();
    voter.voterId = 3;
    leader.voters.add(voter);
    SnapshotHeaderRecord header = new SnapshotHeaderRecord();
    header.lastContainedLogTimestamp = 99;
    BatchBuilder batch = new BatchBuilder().control();
    ControlRecords.append(batch, 5, ControlRecords.LEADER_CHANGE, leader, (short) 0);
    ControlRecords.append(batch, 5, ControlRecords.SNAPSHOT_HEADER, header, (short) 0);
    var records = MemoryRecords.readableRecords(batch.build()).records().iterator();
    Record first = records.next();
    assertEquals(ControlRecordType.LEADER_CHANGE, ControlRecordType.parse(first.key()));
    assertEquals(3, ControlRecordUtils.deserializeLeaderChangeMessage(first).leaderId());
    Record second = records.next();
    assertEquals(ControlRecordType.SNAPSHOT_HEADER, ControlRecordType.parse(second.key()));
    assertEquals(
        99, ControlRecordUtils.deserializeSnapshotHeaderRecord(second).lastContainedLogTimestamp());
  }
}
