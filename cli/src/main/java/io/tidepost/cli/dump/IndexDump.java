package io.tidepost.cli.dump;

import io.tidepost.base.Disk.OpenMode;
import io.tidepost.base.DiskFile;
import io.tidepost.base.world.RealDisk;
import io.tidepost.log.index.OffsetIndex;
import io.tidepost.log.index.TimeIndex;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.BatchScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entries of an index file. Entries of an offset index are held against the segment beside it,
/// when that is there.
final class IndexDump {

  private final Path path;
  private final Lines lines;
  private final long baseOffset;
  private boolean sound = true;

  IndexDump(Path path, Lines lines) {
    this.path = path;
    this.lines = lines;
    this.baseOffset = LogDump.baseOffset(path);
  }

  /// @return whether all entries are good
  boolean run() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(RealDisk.INSTANCE.readAll(path));
    String name = path.toString();
    int entrySize =
        name.endsWith(".txnindex")
            ? TransactionIndex.ENTRY_SIZE
            : name.endsWith(".timeindex") ? TimeIndex.ENTRY_SIZE : OffsetIndex.ENTRY_SIZE;
    if (name.endsWith(".txnindex")) {
      transactions(bytes);
    } else if (name.endsWith(".timeindex")) {
      timestamps(bytes);
    } else {
      offsets(bytes);
    }
    if (bytes.hasRemaining()) {
      damaged("the file ends in the middle of an entry of " + entrySize + " bytes");
    }
    return sound;
  }

  private void offsets(ByteBuffer bytes) throws IOException {
    Path log = Path.of(path.toString().replaceFirst("\\.index$", ".log"));
    if (!RealDisk.INSTANCE.exists(log)) {
      offsets(bytes, null);
      return;
    }
    try (DiskFile file = RealDisk.INSTANCE.open(log, OpenMode.READ)) {
      offsets(bytes, new BatchScanner(file, baseOffset, file.size(), Long.MAX_VALUE, true));
    }
  }

  private void offsets(ByteBuffer bytes, @Nullable BatchScanner segment) throws IOException {
    for (int i = 0; bytes.remaining() >= OffsetIndex.ENTRY_SIZE; i++) {
      int relative = bytes.getInt();
      int position = bytes.getInt();
      if (i > 0 && relative == 0 && position == 0) {
        continue; // preallocated
      }
      long offset = baseOffset + relative;
      String state = segment == null ? "unchecked" : check(segment, offset, position);
      sound &= !state.startsWith("wrong");
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("kind", "entry");
      fields.put("offset", offset);
      fields.put("position", position);
      fields.put("state", state);
      lines.print(fields);
    }
  }

  private static String check(BatchScanner segment, long offset, int position) throws IOException {
    if (position < 0 || segment.batchAt(position) == 0) {
      return "wrong: no good batch is there";
    }
    long first = segment.baseOffsetAt(position);
    long last = segment.lastOffsetAt(position);
    return offset >= first && offset <= last
        ? "ok"
        : "wrong: the batch there has offsets " + first + " to " + last;
  }

  private void timestamps(ByteBuffer bytes) {
    long before = Long.MIN_VALUE;
    for (int i = 0; bytes.remaining() >= TimeIndex.ENTRY_SIZE; i++) {
      long timestamp = bytes.getLong();
      int relative = bytes.getInt();
      if (i > 0 && timestamp == 0 && relative == 0) {
        continue; // preallocated
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("kind", "entry");
      fields.put("timestamp", timestamp);
      fields.put("offset", baseOffset + relative);
      fields.put("state", timestamp >= before ? "ok" : "wrong: earlier than the entry before it");
      sound &= timestamp >= before;
      before = timestamp;
      lines.print(fields);
    }
  }

  private void transactions(ByteBuffer bytes) {
    while (bytes.remaining() >= TransactionIndex.ENTRY_SIZE) {
      short version = bytes.getShort();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("kind", "entry");
      fields.put("producerId", bytes.getLong());
      fields.put("firstOffset", bytes.getLong());
      fields.put("lastOffset", bytes.getLong());
      fields.put("lastStableOffset", bytes.getLong());
      fields.put("state", version == 0 ? "ok" : "wrong: version " + version);
      sound &= version == 0;
      lines.print(fields);
    }
  }

  private void damaged(String problem) {
    sound = false;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", "damaged");
    fields.put("problem", problem);
    lines.print(fields);
  }
}
