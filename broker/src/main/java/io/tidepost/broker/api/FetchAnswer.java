package io.tidepost.broker.api;

import io.tidepost.log.EpochEndOffset;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.fetch.FetchContext;
import io.tidepost.replica.fetch.FetchedPartition;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FetchResponse;
import io.tidepost.wire.message.FetchResponse.FetchableTopicResponse;
import io.tidepost.wire.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts together the response to a Fetch from what its partitions gave.
final class FetchAnswer {

  private static final RecordData NO_RECORDS = new BufferRecords(WireReader.EMPTY);

  private FetchAnswer() {}

  /// @param reads per partition of the session, in its order
  /// @param preferred per partition the replica to read from instead, -1 for none; `null` for none
  ///   at all
  /// @param toFollower whether another broker gets it, which needs the offsets of the log when its
  ///   own is out of their range
  static FetchResponse of(
      FetchContext session,
      @Nullable PartitionRead[] reads,
      int @Nullable [] preferred,
      boolean toFollower) {
    var response = new FetchResponse();
    response.sessionId = session.sessionId();
    List<FetchedPartition> partitions = session.partitions();
    FetchableTopicResponse topic = null;
    for (int i = 0; i < reads.length; i++) {
      FetchedPartition wanted = partitions.get(i);
      PartitionRead read = reads[i];
      int reader = preferred == null ? -1 : preferred[i];
      if (read == null || !isIncluded(session, wanted, read, reader >= 0)) {
        continue;
      }
      if (topic == null
          || !topic.topic.equals(wanted.topic())
          || !topic.topicId.equals(wanted.topicId())) {
        topic = new FetchableTopicResponse();
        topic.topic = wanted.topic();
        topic.topicId = wanted.topicId();
        response.responses.add(topic);
      }
      PartitionData data = partition(wanted, read, toFollower);
      data.preferredReadReplica = reader;
      topic.partitions.add(data);
    }
    return response;
  }

  private static boolean isIncluded(
      FetchContext session, FetchedPartition wanted, PartitionRead read, boolean elsewhere) {
    return session.includes(
        wanted,
        read.sizeInBytes() > 0,
        elsewhere || read.error() != ErrorCode.NONE || read.diverging() != null,
        read.highWatermark(),
        read.logStartOffset());
  }

  private static PartitionData partition(
      FetchedPartition wanted, PartitionRead read, boolean toFollower) {
    var data = new PartitionData();
    data.partitionIndex = wanted.partition();
    data.errorCode = read.error().code();
    boolean failed = read.error() != ErrorCode.NONE && !toFollower;
    data.highWatermark = failed ? -1 : read.highWatermark();
    data.lastStableOffset = failed ? -1 : read.lastStableOffset();
    data.logStartOffset = failed ? -1 : read.logStartOffset();
    data.abortedTransactions = aborted(read);
    RecordData records = read.records();
    data.records = records == null ? NO_RECORDS : records;
    EpochEndOffset diverging = read.diverging();
    if (diverging != null) {
      data.divergingEpoch.epoch = diverging.leaderEpoch();
      data.divergingEpoch.endOffset = diverging.endOffset();
    }
    return data;
  }

  private static @Nullable List<FetchResponse.AbortedTransaction> aborted(PartitionRead read) {
    if (read.aborted() == null) {
      return null;
    }
    List<FetchResponse.AbortedTransaction> result = new ArrayList<>();
    for (var transaction : read.aborted()) {
      var entry = new FetchResponse.AbortedTransaction();
      entry.producerId = transaction.producerId();
      entry.firstOffset = transaction.firstOffset();
      result.add(entry);
    }
    return result;
  }
}
