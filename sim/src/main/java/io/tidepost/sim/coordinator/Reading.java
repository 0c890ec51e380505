package io.tidepost.sim.coordinator;

import io.tidepost.log.AbortedTransaction;
import io.tidepost.log.FileRecords;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Reads a partition as consumers do.
public final class Reading {

  /// Bytes of whole batches, and which transactions in them were aborted.
  record Chunk(ByteBuffer bytes, List<AbortedTransaction> aborted) {}

  private Reading() {}

  static Chunk batches(
      LogProcess process, PartitionLeader leader, long offset, boolean committedOnly)
      throws IOException {
    while (true) {
      PartitionRead read =
          PartitionReader.read(leader, offset, -1, -1, 1 << 20, true, committedOnly);
      if (read.work() != null) {
        process.run(read.work());
        continue;
      }
      if (read.error() != ErrorCode.NONE) {
        throw new SimulationFailure(leader.topicPartition() + " cannot be read: " + read);
      }
      RecordData records = read.records();
      List<AbortedTransaction> aborted = read.aborted();
      return new Chunk(
          records == null ? ByteBuffer.allocate(0) : bytes(records),
          aborted == null ? List.of() : aborted);
    }
  }

  private static ByteBuffer bytes(RecordData records) throws IOException {
    return switch (records) {
      case BufferRecords memory -> memory.buffer();
      case FileRecords file -> {
        ByteBuffer bytes = ByteBuffer.allocate(file.sizeInBytes());
        while (bytes.hasRemaining()
            && file.file().read(bytes, file.position() + bytes.position()) >= 0) {
          // until it is full
        }
        yield bytes.flip();
      }
      default -> throw new IllegalStateException("records in " + records.getClass());
    };
  }

  /// The numbers of the transactions that a `read_committed` consumer sees, one for each batch.
  public static List<Integer> committed(LogProcess process, PartitionLeader leader)
      throws IOException, DamagedBatchException {
    List<Integer> seen = new ArrayList<>();
    long offset = 0;
    while (offset < leader.lastStableOffset()) {
      Chunk chunk = batches(process, leader, offset, true);
      if (!chunk.bytes.hasRemaining()) {
        throw new SimulationFailure(
            "nothing is read at %d of %s below its last stable offset %d"
                .formatted(offset, leader.topicPartition(), leader.lastStableOffset()));
      }
      offset = take(chunk, seen);
    }
    return seen;
  }

  /// As the consumer of kafka-clients: a producer's batches are left out from the first offset of
  /// an aborted transaction to its marker.
  private static long take(Chunk chunk, List<Integer> seen) throws DamagedBatchException {
    List<AbortedTransaction> aborted = new ArrayList<>(chunk.aborted);
    aborted.sort(Comparator.comparingLong(AbortedTransaction::firstOffset));
    Set<Long> abortedProducers = new HashSet<>();
    ByteBuffer b = chunk.bytes;
    long next = 0;
    for (int at = b.position(); at < b.limit(); at += BatchHeader.sizeInBytes(b, at)) {
      next = BatchHeader.lastOffset(b, at) + 1;
      while (!aborted.isEmpty() && aborted.get(0).firstOffset() < next) {
        abortedProducers.add(aborted.remove(0).producerId());
      }
      RecordIterator records = new RecordIterator();
      records.start(b, at, 1 << 20);
      records.next();
      if (BatchHeader.isControl(b, at)) {
        if (ControlRecords.type(records.key()) == ControlRecords.ABORT) {
          abortedProducers.remove(BatchHeader.producerId(b, at));
        }
      } else if (!abortedProducers.contains(BatchHeader.producerId(b, at))) {
        ByteBuffer value = Objects.requireNonNull(records.value());
        seen.add(value.getInt(value.position()));
      }
    }
    return next;
  }
}
