package io.tidepost.broker.share;

import io.tidepost.replica.ListedOffset;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionReader;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.time.Duration;

/// Where a share group begins in a partition that it has no offset for (`share.auto.offset.reset`):
/// `earliest`, `latest` or `by_duration:<ISO-8601 duration>`.
final class StartOffset {

  private static final String BY_DURATION = "by_duration:";

  private StartOffset() {}

  /// On the partition's owner loop.
  ///
  /// @param nowMillis milliseconds since 1970
  /// @throws IOException when the log cannot be searched
  static long find(PartitionLeader leader, String strategy, boolean committedOnly, long nowMillis)
      throws IOException {
    if (strategy.startsWith(BY_DURATION)) {
      Duration back = Duration.parse(strategy.substring(BY_DURATION.length()));
      long timestamp = Math.max(0, nowMillis - back.toMillis());
      ListedOffset found = list(leader, timestamp, committedOnly);
      return found.offset() >= 0
          ? found.offset()
          : list(leader, PartitionReader.LATEST, committedOnly).offset();
    }
    long timestamp =
        strategy.equals("earliest") ? PartitionReader.EARLIEST : PartitionReader.LATEST;
    return list(leader, timestamp, committedOnly).offset();
  }

  private static ListedOffset list(PartitionLeader leader, long timestamp, boolean committedOnly)
      throws IOException {
    ListedOffset listed = PartitionReader.list(leader, timestamp, -1, committedOnly);
    if (listed.error() != ErrorCode.NONE) {
      throw new IOException(leader.topicPartition() + " cannot be searched: " + listed.error());
    }
    return listed;
  }
}
