package io.tidepost.quorum;

import io.tidepost.base.DiskFile;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.metadata.image.SnapshotRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A snapshot of the metadata in memory, in the format of the files, for a node that asks for it.
///
/// @param endOffset offset behind its last record
/// @param leaderEpoch leader epoch of that record
/// @param bytes the whole file
public record SnapshotBytes(long endOffset, int leaderEpoch, ByteBuffer bytes) {

  /// Writes an image down.
  ///
  /// @param image a committed image
  public static SnapshotBytes of(MetadataImage image, long nowMillis) throws IOException {
    Provenance upTo = image.provenance();
    List<MetadataRecord> records = new ArrayList<>();
    SnapshotRecords.write(image, records::add);
    var file = new InMemory(ByteBuffer.allocate(1 << 16).limit(0));
    SnapshotFile.write(
        file, records, QuorumVoters.NONE, upTo.lastEpoch(), upTo.lastAppendMillis(), nowMillis);
    return new SnapshotBytes(
        upTo.lastOffset() + 1, upTo.lastEpoch(), file.content.rewind().asReadOnlyBuffer());
  }

  /// A file that is nothing but a buffer, from index 0 to its limit.
  static final class InMemory implements DiskFile {
    private ByteBuffer content;

    InMemory(ByteBuffer content) {
      this.content = content;
    }

    @Override
    public int read(ByteBuffer into, long position) {
      int from = (int) Math.min(position, content.limit());
      int size = Math.min(into.remaining(), content.limit() - from);
      if (size == 0) {
        return -1;
      }
      into.put(content.slice(from, size));
      return size;
    }

    @Override
    public void write(ByteBuffer data, long position) {
      int end = Math.toIntExact(position + data.remaining());
      if (end > content.capacity()) {
        ByteBuffer larger = ByteBuffer.allocate(Math.max(end, 2 * content.capacity()));
        content.rewind();
        larger.put(content).limit(content.limit());
        content = larger;
      }
      content.limit(Math.max(end, content.limit()));
      content.put((int) position, data, data.position(), data.remaining());
      data.position(data.limit());
    }

    @Override
    public void write(ByteBuffer[] sources, int count, long position) {
      long at = position;
      for (int i = 0; i < count; i++) {
        int size = sources[i].remaining();
        write(sources[i], at);
        at += size;
      }
    }

    @Override
    public long size() {
      return content.limit();
    }

    @Override
    public void truncate(long size) {
      content.limit((int) Math.min(size, content.limit()));
    }

    @Override
    public void sync() {
      // it lives no longer than the process
    }

    @Override
    public @Nullable FileChannel channel() {
      return null;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
