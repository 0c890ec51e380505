package io.tidepost.broker.storage;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Room that a log directory keeps in a file of its own, and gives up when the disk is full: the
/// metadata log, the coordinators, retention and deletion live on it until there is room again.
/// Everything here blocks; any thread.
final class DiskReserve {

  /// The file that holds the room.
  static final String FILE = "tidepost-reserve";

  /// The reserve is at most this part of the file system.
  private static final int PART_MAX = 50;

  private static final int CHUNK = 1 << 20;

  private final Disk disk;
  private final Path directory;
  private final Path file;
  private final long bytesWanted;

  /// @param bytesWanted `tidepost.reserve.bytes`; 0 keeps nothing
  DiskReserve(Disk disk, Path directory, long bytesWanted) {
    this.disk = disk;
    this.directory = directory;
    this.file = directory.resolve(FILE);
    this.bytesWanted = bytesWanted;
  }

  Path directory() {
    return directory;
  }

  private long bytes() throws IOException {
    return Math.min(bytesWanted, disk.totalBytes(directory) / PART_MAX);
  }

  /// Takes the room, if it is not held already.
  ///
  /// @throws DiskFullException when there is not enough; nothing is held then
  synchronized void fill() throws IOException {
    long bytes = bytes();
    if (bytes <= 0) {
      release();
      return;
    }
    if (disk.exists(file) && disk.size(file) == bytes) {
      return;
    }
    disk.deleteIfExists(file);
    try (DiskFile open = disk.open(file, Disk.OpenMode.CREATE_NEW)) {
      if (disk.allocate(file, bytes)) {
        // The size says that it is complete.
        open.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
      } else {
        writeZeros(open, bytes);
      }
    } catch (IOException e) {
      disk.deleteIfExists(file);
      throw e;
    }
  }

  /// Where room cannot be reserved it is used.
  private static void writeZeros(DiskFile open, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
    for (long at = 0; at < bytes; at += CHUNK) {
      zeros.clear().limit((int) Math.min(CHUNK, bytes - at));
      open.write(zeros, at);
    }
    open.sync();
  }

  /// Gives the room up.
  synchronized void release() throws IOException {
    disk.deleteIfExists(file);
  }

  /// Gives the room up when the file system is full; for a start.
  void releaseIfFull() throws IOException {
    if (disk.exists(file) && disk.usableBytes(directory) < CHUNK) {
      release();
    }
  }

  /// Whether there is room to hold the reserve and as much again to go on with.
  boolean hasRoomAgain() throws IOException {
    return disk.usableBytes(directory) >= Math.max(2 * bytes(), CHUNK);
  }
}
