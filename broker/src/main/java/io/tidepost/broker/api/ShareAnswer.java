package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.share.ShareRead;
import io.tidepost.replica.share.AcquiredRange;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ShareFetchResponse;
import io.tidepost.wire.message.ShareFetchResponse.PartitionData;
import io.tidepost.wire.message.ShareFetchResponse.ShareFetchableTopicResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts together the response to a ShareFetch: what was acknowledged and what was acquired,
/// partition by partition.
final class ShareAnswer {

  private static final RecordData NO_RECORDS = new BufferRecords(WireReader.EMPTY);

  private final Map<SharedTopicPartition, PartitionData> partitions = new LinkedHashMap<>();

  private PartitionData data(SharedTopicPartition of) {
    return partitions.computeIfAbsent(
        of,
        id -> {
          PartitionData data = new PartitionData();
          data.partitionIndex = id.partition();
          data.records = NO_RECORDS;
          return data;
        });
  }

  /// The partition is mentioned even when there is nothing to say of it.
  void mention(SharedTopicPartition of) {
    data(of);
  }

  void acknowledged(SharedTopicPartition of, ErrorCode error) {
    PartitionData data = data(of);
    data.acknowledgeErrorCode = error.code();
    if (error != ErrorCode.NONE) {
      data.acknowledgeErrorMessage = error.message();
    }
  }

  void fetched(SharedTopicPartition of, ShareRead read) {
    RecordData records = read.records();
    if (read.error() == ErrorCode.NONE && records == null) {
      return;
    }
    PartitionData data = data(of);
    data.errorCode = read.error().code();
    if (read.error() != ErrorCode.NONE) {
      data.errorMessage = read.message() == null ? read.error().message() : read.message();
    }
    if (records != null) {
      data.records = records;
    }
    for (AcquiredRange range : read.acquired()) {
      ShareFetchResponse.AcquiredRecords acquired = new ShareFetchResponse.AcquiredRecords();
      acquired.firstOffset = range.firstOffset();
      acquired.lastOffset = range.lastOffset();
      acquired.deliveryCount = range.deliveryCount();
      data.acquiredRecords.add(acquired);
    }
  }

  ShareFetchResponse response(int lockMillis) {
    ShareFetchResponse response = new ShareFetchResponse();
    response.acquisitionLockTimeoutMs = lockMillis;
    Map<Uuid, ShareFetchableTopicResponse> topics = new LinkedHashMap<>();
    partitions.forEach((id, data) ->
        topics
            .computeIfAbsent(
                id.topicId(),
                topicId -> {
                  ShareFetchableTopicResponse topic = new ShareFetchableTopicResponse();
                  topic.topicId = topicId;
                  response.responses.add(topic);
                  return topic;
                })
            .partitions
            .add(data));
    return response;
  }
}
