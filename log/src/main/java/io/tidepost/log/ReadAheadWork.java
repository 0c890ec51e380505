package io.tidepost.log;

import io.tidepost.base.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a range of a file for no other purpose than to have it in the page cache.
final class ReadAheadWork implements LogWork {

  private static final int PIECE = 64 << 10;

  private final DiskFile file;
  private final long from;
  private final long to;

  /// @param from first byte
  /// @param to exclusive
  ReadAheadWork(DiskFile file, long from, long to) {
    this.file = file;
    this.from = from;
    this.to = to;
  }

  @Override
  public Kind kind() {
    return Kind.READ_AHEAD;
  }

  @Override
  public void run() throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, to - from));
    for (long at = from; at < to; ) {
      piece.clear().limit((int) Math.min(piece.capacity(), to - at));
      int read = file.read(piece, at);
      if (read <= 0) {
        return; // cut meanwhile: whoever reads next sees what is left
      }
      at += read;
    }
  }

  @Override
  public void completed() {
    // the page cache has it
  }

  @Override
  public void failed(IOException failure) {
    // Whoever reads next meets the same failure and has somebody to tell.
  }
}
