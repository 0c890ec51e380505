package io.tidepost.quorum;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.RecordFrame;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.KRaftVersionRecord;
import io.tidepost.wire.record.LeaderChangeMessage;
import io.tidepost.wire.record.VotersRecord;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Batches of the metadata log: framed records, or control records of KRaft.
final class MetadataBatches {

  private static final int DECOMPRESSED_MAX = 1 << 28;

  private MetadataBatches() {}

  /// A batch of records.
  static ByteBuffer build(
      List<MetadataRecord> records, long baseOffset, int leaderEpoch, long nowMillis) {
    var batch = new BatchBuilder().baseOffset(baseOffset).leaderEpoch(leaderEpoch);
    for (MetadataRecord record : records) {
      var out = new WireWriter();
      RecordFrame.write(out, record);
      batch.append(nowMillis, null, out.toBuffer());
    }
    return batch.build();
  }

  /// The control batch that opens a leader epoch of the only voter.
  static ByteBuffer leaderChange(int nodeId, long baseOffset, int leaderEpoch, long nowMillis) {
    var message = new LeaderChangeMessage();
    message.leaderId = nodeId;
    var voter = new LeaderChangeMessage.Voter();
    voter.voterId = nodeId;
    message.voters = List.of(voter);
    message.grantingVoters = List.of(voter);
    var batch = new BatchBuilder().baseOffset(baseOffset).leaderEpoch(leaderEpoch).control();
    ControlRecords.append(batch, nowMillis, ControlRecords.LEADER_CHANGE, message, (short) 0);
    return batch.build();
  }

  /// The records of a batch that is not a control batch.
  ///
  /// @throws WireException when a record cannot be read; the text names its offset
  static List<MetadataRecord> records(ByteBuffer buffer, int start) {
    List<MetadataRecord> records = new ArrayList<>(BatchHeader.recordCount(buffer, start));
    var iterator = start(buffer, start);
    while (iterator.next()) {
      ByteBuffer value = iterator.value();
      if (value == null) {
        throw WireException.malformed("record at offset " + iterator.offset() + " has no value");
      }
      try {
        records.add(RecordFrame.read(value));
      } catch (WireException e) {
        throw WireException.malformed(
            "record at offset " + iterator.offset() + ": " + e.getMessage());
      }
    }
    return records;
  }

  /// Takes from a control batch what describes the quorum.
  static QuorumVoters control(ByteBuffer buffer, int start, QuorumVoters known) {
    QuorumVoters voters = known;
    var iterator = start(buffer, start);
    while (iterator.next()) {
      ByteBuffer value = iterator.value();
      if (value == null) {
        continue;
      }
      var in = new WireReader(value);
      switch (ControlRecords.type(iterator.key())) {
        case ControlRecords.KRAFT_VERSION ->
            voters = voters.withVersion(KRaftVersionRecord.read(in, (short) 0).kRaftVersion);
        case ControlRecords.KRAFT_VOTERS ->
            voters = voters.withVoters(VotersRecord.read(in, (short) 0));
        default -> {
          // leader changes, snapshot header and footer: nothing to learn
        }
      }
    }
    return voters;
  }

  private static RecordIterator start(ByteBuffer buffer, int start) throws DamagedBatchException {
    return new RecordIterator().start(buffer, start, DECOMPRESSED_MAX);
  }
}
