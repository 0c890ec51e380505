package io.tidepost.broker.share;

import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.LogWork;
import io.tidepost.log.segment.HeaderWalk;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.replica.share.AcquireRequest;
import io.tidepost.replica.share.Acquisition;
import io.tidepost.replica.share.SharePartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// Reads the log for a share partition and acquires from what was read. On the partition's owner
/// loop.
final class ShareReader {

  /// Reads that acquire nothing, because everything read is control or aborted, go on this often.
  private static final int ROUNDS_MAX = 10;

  private final HostedPartition partition;
  private final ByteBuffer scratch = ByteBuffer.allocate(HeaderWalk.BUFFER_SIZE);

  ShareReader(HostedPartition partition) {
    this.partition = partition;
  }

  /// One fetch on its way.
  private record Fetch(
      SharePartition from,
      AcquireRequest request,
      int bytesMax,
      boolean committedOnly,
      boolean onlyLook,
      long nowMillis,
      Consumer<ShareRead> done) {}

  /// @param onlyLook whether to say only how much could be had
  /// @param done gets the outcome, at once or later, on the loop
  void read(
      SharePartition from,
      AcquireRequest request,
      int bytesMax,
      boolean committedOnly,
      boolean onlyLook,
      long nowMillis,
      Consumer<ShareRead> done) {
    go(new Fetch(from, request, bytesMax, committedOnly, onlyLook, nowMillis, done), 0);
  }

  private void go(Fetch fetch, int round) {
    long offset = fetch.from.nextFetchOffset();
    if (offset < 0 || round == ROUNDS_MAX) {
      fetch.done.accept(ShareRead.NOTHING);
      return;
    }
    PartitionRead read =
        PartitionReader.read(
            partition.leader(), offset, -1, -1, fetch.bytesMax, true, fetch.committedOnly);
    LogWork work = read.work();
    if (work != null) {
      partition.runWork(work, () -> go(fetch, round));
      return;
    }
    if (read.error() == ErrorCode.OFFSET_OUT_OF_RANGE
        && offset < partition.leader().log().logStartOffset()) {
      fetch.from.logStartOffset(partition.leader().log().logStartOffset());
      go(fetch, round + 1);
      return;
    }
    RecordData records = read.records();
    if (read.error() != ErrorCode.NONE || records == null) {
      boolean beyond = read.error() == ErrorCode.OFFSET_OUT_OF_RANGE;
      fetch.done.accept(
          read.error() == ErrorCode.NONE || beyond
              ? ShareRead.NOTHING
              : ShareRead.failed(read.error(), read.message()));
      return;
    }
    try {
      take(fetch, round, offset, read, records);
    } catch (IOException e) {
      partition.directory().readFailed(partition.topicPartition(), e);
      fetch.done.accept(ShareRead.failed(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage()));
    }
  }

  private void take(Fetch fetch, int round, long offset, PartitionRead read, RecordData records)
      throws IOException {
    if (fetch.onlyLook) {
      fetch.done.accept(new ShareRead(ErrorCode.NONE, null, records, List.of()));
      return;
    }
    BatchSpans spans =
        BatchSpans.of(
            records,
            read.aborted(),
            Math.max(offset, fetch.from.endOffset()),
            fetch.request.recordsMax(),
            scratch);
    Acquisition acquisition =
        fetch.from.acquire(fetch.request, offset, spans.batches(), fetch.nowMillis);
    if (acquisition.isEmpty()) {
      go(fetch, round + 1);
      return;
    }
    fetch.done.accept(
        new ShareRead(
            ErrorCode.NONE,
            null,
            spans.slice(acquisition.firstOffset(), acquisition.lastOffset()),
            acquisition.ranges()));
  }
}
