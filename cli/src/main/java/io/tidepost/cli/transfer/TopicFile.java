package io.tidepost.cli.transfer;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Files compressed as their names say: `.gz`, `.zst`, or not.
final class TopicFile {

  private static final int BUFFER_BYTES = 1 << 16;

  private TopicFile() {}

  static InputStream in(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      if (ends(file, ".gz")) {
        return new GZIPInputStream(raw, BUFFER_BYTES);
      }
      return ends(file, ".zst") ? new ZstdInputStream(raw) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /// @param named the file whose name says how
  /// @param to where to write
  static OutputStream out(Path named, OutputStream to) throws IOException {
    if (ends(named, ".gz")) {
      return new BufferedOutputStream(new GZIPOutputStream(to, BUFFER_BYTES), BUFFER_BYTES);
    }
    return new BufferedOutputStream(
        ends(named, ".zst") ? new ZstdOutputStream(to) : to, BUFFER_BYTES);
  }

  private static boolean ends(Path file, String extension) {
    return String.valueOf(file.getFileName()).endsWith(extension);
  }
}
