package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.quorum.MetadataFiles.SnapshotId;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/// A snapshot in the hands of the consensus library: a KRaft snapshot file with a few numbers in
/// front, which its name says everywhere else. On this node's disk the plain file lies beside it,
/// for those who fetch.
final class RatisSnapshot {

  /// `TPMS` and a version.
  private static final long MAGIC = 0x54504d53_00000001L;

  private static final int HEADER_BYTES = 8 + 8 + 4 + 8;

  /// What a snapshot holds.
  ///
  /// @param image everything up to its provenance
  /// @param id name of the plain file
  record Content(MetadataImage image, SnapshotId id) {}

  private RatisSnapshot() {}

  /// Writes an image twice: as a plain KRaft snapshot, and durably as a file for the library.
  ///
  /// @param directory `__cluster_metadata-0`
  /// @param target the library's file
  static SnapshotId write(
      Disk disk, Path directory, Path target, MetadataImage image, long nowMillis)
      throws IOException {
    Provenance upTo = image.provenance();
    SnapshotFile.write(disk, directory, image, QuorumVoters.NONE, nowMillis);
    var id = new SnapshotId(upTo.lastOffset() + 1, upTo.lastEpoch());
    byte[] plain = disk.readAll(id.in(directory));
    ByteBuffer content = ByteBuffer.allocate(HEADER_BYTES + plain.length);
    content
        .putLong(MAGIC)
        .putLong(upTo.lastOffset())
        .putInt(upTo.lastEpoch())
        .putLong(upTo.lastAppendMillis())
        .put(plain);
    disk.replaceAtomically(target, content.array());
    return id;
  }

  /// Reads the library's file, and puts the plain one beside the log if it is not there.
  ///
  /// @throws UnusableStorageException when it is damaged
  static Content read(Disk disk, Path directory, Path file) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(disk.readAll(file));
    Provenance upTo;
    try {
      if (content.getLong() != MAGIC) {
        throw new UnusableStorageException(file, " is not a snapshot of the metadata");
      }
      upTo = new Provenance(content.getLong(), content.getInt(), content.getLong());
    } catch (BufferUnderflowException e) {
      throw new UnusableStorageException(file, " is cut off");
    }
    var id = new SnapshotId(upTo.lastOffset() + 1, upTo.lastEpoch());
    Path plain = id.in(directory);
    if (!disk.exists(plain)) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      disk.replaceAtomically(plain, bytes);
    }
    return new Content(read(disk, plain, upTo), id);
  }

  private static MetadataImage read(Disk disk, Path plain, Provenance upTo) throws IOException {
    var replay = new MetadataReplay();
    SnapshotFile.read(disk, plain, replay, upTo);
    return replay.image();
  }

  /// Removes plain snapshots but the newest two.
  static void cleanUp(Disk disk, Path directory) throws IOException {
    var ids =
        disk.list(directory).stream()
            .map(MetadataFiles::snapshot)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingLong(SnapshotId::endOffset).reversed())
            .toList();
    for (SnapshotId old : ids.subList(Math.min(2, ids.size()), ids.size())) {
      disk.deleteIfExists(old.in(directory));
    }
  }
}
