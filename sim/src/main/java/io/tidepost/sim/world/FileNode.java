package io.tidepost.sim.world;

import java.util.ArrayList;
import java.util.List;

/// A file: what a reader sees, what would survive, and the changes in between.
final class FileNode implements Node {

  private static final int SECTOR = 512;

  /// A change that was not synced: bytes at a position, or a truncation to it when there are none.
  private record Change(int position, byte[] bytes, boolean truncation) {}

  private Bytes live = new Bytes();
  private Bytes durable = new Bytes();
  private final List<Change> unsynced = new ArrayList<>();
  private long modifiedMillis;
  private int allocated;

  /// What is to be seen in it; what of that would survive is not copied.
  FileNode copy() {
    FileNode copy = new FileNode();
    copy.live = live.copy();
    copy.modifiedMillis = modifiedMillis;
    copy.allocated = allocated;
    return copy;
  }

  Bytes live() {
    return live;
  }

  long modifiedMillis() {
    return modifiedMillis;
  }

  /// Bytes it has room for beyond its size.
  int allocated() {
    return allocated;
  }

  void allocate(int end) {
    allocated = end;
  }

  void write(int position, byte[] bytes, long nowMillis) {
    live.put(position, bytes, 0, bytes.length);
    unsynced.add(new Change(position, bytes, false));
    modifiedMillis = nowMillis;
  }

  void truncate(int size, long nowMillis) {
    live.truncate(size);
    unsynced.add(new Change(size, new byte[0], true));
    modifiedMillis = nowMillis;
  }

  void sync() {
    for (Change change : unsynced) {
      apply(durable, change);
    }
    unsynced.clear();
  }

  /// A sync that failed: some of the changes reached the disk, the others never will, although
  /// readers see them still. Another sync does not bring them back.
  void failSync(SeededRandomness random) {
    for (Change change : unsynced) {
      if (random.chance(50)) {
        apply(durable, change);
      }
    }
    unsynced.clear();
  }

  private static void apply(Bytes target, Change change) {
    if (change.truncation) {
      target.truncate(change.position);
    } else {
      target.put(change.position, change.bytes, 0, change.bytes.length);
    }
  }

  /// Flips bits for good, whether they are on the disk already or still on their way.
  void damage(int position, int mask) {
    live.array()[position] ^= (byte) mask;
    for (Change change : unsynced) {
      int within = position - change.position;
      if (within >= 0 && within < change.bytes.length) {
        change.bytes[within] ^= (byte) mask;
      }
    }
    if (position < durable.size()) {
      durable.array()[position] ^= (byte) mask;
    }
  }

  /// The power fails.
  void losePower(Survival survival, SeededRandomness random) {
    int wholeSize = live.size();
    for (Change change : unsynced) {
      if (change.truncation) {
        if (survival.keeps(random)) {
          apply(durable, change);
        }
      } else {
        keepSectors(change, survival, random);
      }
    }
    if (!unsynced.isEmpty() && survival.keeps(random)) {
      // The new length got there before the content: zeros.
      durable.grow(wholeSize);
    }
    unsynced.clear();
    live = durable.copy();
    allocated = survival.keeps(random) ? allocated : 0;
  }

  /// A write is torn at sectors, and sectors get there in any order.
  private void keepSectors(Change change, Survival survival, SeededRandomness random) {
    int from = 0;
    while (from < change.bytes.length) {
      int sectorEnd = (change.position + from) / SECTOR * SECTOR + SECTOR;
      int to = Math.min(change.bytes.length, sectorEnd - change.position);
      if (survival.keeps(random)) {
        durable.put(change.position + from, change.bytes, from, to - from);
      }
      from = to;
    }
  }
}
