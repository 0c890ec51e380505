package io.tidepost.quorum;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.wire.WireException;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.DamagedBatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// Reads what was fetched from a controller.
final class FetchedBatches {

  private FetchedBatches() {}

  /// Hands on each batch that is new.
  ///
  /// @param nextOffset where the log ends
  /// @param each gets a copy of the batch, from index 0
  static void forEach(ByteBuffer batches, long nextOffset, Consumer<ByteBuffer> each)
      throws IOException {
    long next = nextOffset;
    int at = batches.position();
    while (batches.limit() - at >= BatchHeader.SIZE) {
      int size = BatchHeader.sizeInBytes(batches, at);
      if (size < BatchHeader.SIZE
          || size > batches.limit() - at
          || !BatchChecksum.matches(batches, at)) {
        throw new IOException("a batch of metadata at the offset " + next + " is damaged");
      }
      long lastOffset = BatchHeader.lastOffset(batches, at);
      if (lastOffset >= next) {
        long baseOffset = BatchHeader.baseOffset(batches, at);
        if (baseOffset != next) {
          throw new IOException(
              "a batch of metadata begins at " + baseOffset + " where " + next + " was expected");
        }
        next = lastOffset + 1;
        each.accept(ByteBuffer.allocate(size).put(0, batches, at, size));
      }
      at += size;
    }
  }

  /// Tells a listener of a batch.
  static void deliver(ByteBuffer batch, MetadataLog.Listener listener) {
    List<MetadataRecord> records;
    try {
      records = BatchHeader.isControl(batch, 0) ? List.of() : MetadataBatches.records(batch, 0);
    } catch (WireException | DamagedBatchException e) {
      listener.failed(new IOException("a batch of metadata cannot be read: " + e.getMessage(), e));
      return;
    }
    listener.replicated(
        records,
        BatchHeader.lastOffset(batch, 0),
        BatchHeader.leaderEpoch(batch, 0),
        BatchHeader.maxTimestamp(batch, 0));
  }

  /// What a snapshot holds.
  static MetadataImage image(ByteBuffer snapshot, long endOffset, int epoch) throws IOException {
    var replay = new MetadataReplay();
    SnapshotFile.read(snapshot, replay, new Provenance(endOffset - 1, epoch, -1));
    return replay.image();
  }
}
