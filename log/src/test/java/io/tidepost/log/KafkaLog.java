package io.tidepost.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.FetchDataInfo;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/// Apache Kafka's own log on a partition's directory: reads what we wrote, writes what we read.
final class KafkaLog implements AutoCloseable {

  final UnifiedLog log;
  private final KafkaScheduler scheduler = new KafkaScheduler(1);

  KafkaLog(Path directory, Map<String, String> config, boolean clean) throws IOException {
    scheduler.startup();
    log =
        UnifiedLog.create(
            directory.toFile(),
            new LogConfig(config),
            0,
            0,
            scheduler,
            new BrokerTopicStats(),
            Time.SYSTEM,
            60_000,
            new ProducerStateManagerConfig(86_400_000, false),
            600_000,
            new LogDirFailureChannel(1),
            clean,
            Optional.<Uuid>empty());
    log.updateHighWatermark(log.logEndOffset());
  }

  /// Appends our bytes the way a broker would.
  void append(ByteBuffer batch, boolean marker, int leaderEpoch) throws IOException {
    ByteBuffer heap = ByteBuffer.allocate(batch.remaining()).put(batch).flip();
    log.appendAsLeader(
        MemoryRecords.readableRecords(heap),
        leaderEpoch,
        marker ? AppendOrigin.COORDINATOR : AppendOrigin.REPLICATION,
        RequestLocal.noCaching(),
        VerificationGuard.SENTINEL,
        (short) 1);
    log.updateHighWatermark(log.logEndOffset());
  }

  /// Base offsets of all batches from `offset` on.
  List<Long> baseOffsets(long offset) throws IOException {
    List<Long> offsets = new ArrayList<>();
    long next = offset;
    while (next < log.logEndOffset()) {
      FetchDataInfo data = log.read(next, 1 << 20, FetchIsolation.LOG_END, true);
      long before = next;
      for (RecordBatch batch : data.records.batches()) {
        batch.ensureValid();
        offsets.add(batch.baseOffset());
        next = batch.nextOffset();
      }
      if (next == before) {
        break;
      }
    }
    return offsets;
  }

  @Override
  public void close() {
    log.close();
    try {
      scheduler.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
