package io.tidepost.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes; UTF-8.
///
/// @param in records for `produce`
/// @param out data, and nothing but data
/// @param err progress, summaries and errors
public record Terminal(InputStream in, PrintStream out, PrintStream err) {

  /// The three streams of this process. Output is buffered; [#flush()] before the end.
  public static Terminal ofProcess() {
    var out = new FileOutputStream(FileDescriptor.out);
    var err = new FileOutputStream(FileDescriptor.err);
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(
            new java.io.BufferedOutputStream(out, 1 << 16), false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /// Writes out what is still buffered.
  public void flush() {
    out.flush();
    err.flush();
  }
}
