package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The metadata log on a node that never votes: it is told what the controllers have committed,
/// batch by batch or as a snapshot, and writes nothing. Belongs to the metadata loop.
public final class FollowedLog implements MetadataLog, FetchedMetadata {

  private final Listener listener;
  private long nextOffset;
  private int leaderEpoch = -1;
  private int leaderId = NO_LEADER;

  public FollowedLog(Listener listener) {
    this.listener = listener;
  }

  /// Notes in the metadata directory that the metadata is elsewhere. Blocks.
  public static void mark(Disk disk, Path metadataDirectory) throws IOException {
    Path directory = metadataDirectory.resolve(MetadataFiles.DIRECTORY);
    disk.createDirectories(directory);
    VotersFile.write(disk, directory, List.of());
  }

  @Override
  public boolean votes() {
    return false;
  }

  @Override
  public void take(ByteBuffer batches) throws IOException {
    FetchedBatches.forEach(
        batches,
        nextOffset,
        batch -> {
          nextOffset = BatchHeader.lastOffset(batch, 0) + 1;
          FetchedBatches.deliver(batch, listener);
        });
  }

  @Override
  public void restore(ByteBuffer snapshot, long endOffset, int epoch) throws IOException {
    if (endOffset > nextOffset) {
      MetadataImage image = FetchedBatches.image(snapshot, endOffset, epoch);
      nextOffset = endOffset;
      listener.restored(image);
    }
  }

  @Override
  public void leader(int id, int epoch) {
    if (epoch > leaderEpoch || epoch == leaderEpoch && id != leaderId) {
      leaderEpoch = epoch;
      leaderId = id;
      listener.follows(id, epoch);
    }
  }

  @Override
  public int leaderEpoch() {
    return leaderEpoch;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public long append(List<MetadataRecord> records, long nowMillis) {
    throw new IllegalStateException("this node does not vote on the metadata log");
  }

  @Override
  public boolean isSnapshotDue(long nowMillis) {
    return false;
  }

  @Override
  public void snapshot(MetadataImage image, long nowMillis) {
    // what it knows is fetched again at the next start
  }

  @Override
  public void close() {
    // nothing is open
  }
}
