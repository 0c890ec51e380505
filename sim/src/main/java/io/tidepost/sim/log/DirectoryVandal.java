package io.tidepost.sim.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.LogDirectory;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Damages files while the process is down: flips bits in segments, and does whatever it likes to
/// files that are derived from them, setting them back to an older version included.
final class DirectoryVandal {

  private final SimulatedDisk disk;
  private final SeededRandomness random;
  private final Trace trace;
  private final Map<Path, byte[]> older = new HashMap<>();

  DirectoryVandal(SimulatedDisk disk, SeededRandomness random, Trace trace) {
    this.disk = disk;
    this.random = random;
    this.trace = trace;
  }

  private List<Path> files(boolean segments) throws IOException {
    List<Path> files = new ArrayList<>();
    collect(LogProcess.DIRECTORY, segments, files);
    return files;
  }

  private void collect(Path directory, boolean segments, List<Path> files) throws IOException {
    for (String name : disk.list(directory)) {
      Path path = directory.resolve(name);
      if (disk.isDirectory(path)) {
        collect(path, segments, files);
      } else if (name.endsWith(".log") == segments) {
        files.add(path);
      }
    }
  }

  /// Remembers the derived files as they are, to set them back later.
  void remember() throws IOException {
    for (Path file : files(false)) {
      if (random.chance(30)) {
        older.put(file, disk.readAll(file));
      }
    }
  }

  /// Damages one derived file.
  void damageDerived() throws IOException {
    List<Path> files = files(false);
    if (files.isEmpty()) {
      return;
    }
    Path file = files.get(random.nextInt(files.size()));
    long size = disk.size(file);
    switch (random.nextInt(4)) {
      case 0 -> {
        if (size > 0) {
          disk.damage(file, random.nextInt((int) size), 1 << random.nextInt(8));
        }
      }
      case 1 -> {
        // Without its checksums a checkpoint is as good as any: Apache Kafka's have none.
        if (!file.endsWith(LogDirectory.CHECKSUMS)) {
          disk.deleteIfExists(file);
        }
      }
      case 2 -> replace(file, truncated(disk.readAll(file)));
      default -> {
        byte[] old = older.get(file);
        if (old != null) {
          replace(file, old);
        }
      }
    }
  }

  private byte[] truncated(byte[] content) {
    return java.util.Arrays.copyOf(content, random.nextInt(content.length + 1));
  }

  private void replace(Path file, byte[] content) throws IOException {
    trace.add("vandal: set " + file + " to " + content.length + " bytes");
    try (DiskFile open = disk.open(file, Disk.OpenMode.READ_WRITE)) {
      open.truncate(0);
      open.write(ByteBuffer.wrap(content), 0);
      open.sync();
    }
  }

  /// Flips a bit somewhere in a segment, and tells the model whose batch it was.
  void flipBit(Map<String, PartitionModel> models) throws IOException {
    List<Path> segments = files(true);
    segments.removeIf(file -> !models.containsKey(String.valueOf(file.getName(1))));
    if (segments.isEmpty()) {
      return;
    }
    Path file = segments.get(random.nextInt(segments.size()));
    byte[] content = disk.readAll(file);
    if (content.length == 0) {
      return;
    }
    int position = random.nextInt(content.length);
    PartitionModel model = models.get(String.valueOf(file.getName(1)));
    if (model == null) {
      return;
    }
    int start = batchAt(content, position, model);
    // The leader epoch is the one field that nothing vouches for.
    int within = position - start;
    if (start < 0 || (within >= BatchHeader.PARTITION_LEADER_EPOCH && within < BatchHeader.MAGIC)) {
      return;
    }
    ModelBatch batch = model.batches.get(BatchHeader.baseOffset(ByteBuffer.wrap(content), start));
    if (batch == null) {
      return;
    }
    batch.flipped = true;
    disk.damage(file, position, 1 << random.nextInt(8));
  }

  /// Start of the batch that contains the position; -1 when the bytes there are none of the
  /// model's, or were damaged before.
  private static int batchAt(byte[] content, int position, PartitionModel model) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    int at = 0;
    while (at <= position && at + BatchHeader.SIZE <= content.length) {
      ModelBatch known = model.batches.get(BatchHeader.baseOffset(bytes, at));
      int size = BatchHeader.sizeInBytes(bytes, at);
      boolean whole = known != null && known.placed.limit() == size && size <= content.length - at;
      if (whole && position < at + size) {
        return at;
      }
      at += whole ? size : 1;
    }
    return -1;
  }
}
