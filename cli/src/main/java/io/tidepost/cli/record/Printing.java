package io.tidepost.cli.record;

import io.tidepost.cli.Progress;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Writes records to standard output until there are enough or nobody reads them any more.
final class Printing {

  private final PrintStream out;
  private final RecordFormat format;
  private final long limit;
  private final Progress progress;
  private long count;
  private long bytes;
  private boolean broken;

  /// @param limit how many records at most
  Printing(PrintStream out, RecordFormat format, long limit, Progress progress) {
    this.out = out;
    this.format = format;
    this.limit = limit;
    this.progress = progress;
  }

  /// Whether another record may be written.
  boolean wantsMore() {
    return count < limit && !broken;
  }

  /// Whether the reader of our output went away, as `head` does.
  boolean broken() {
    return broken;
  }

  void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
    format.write(record, out);
    count++;
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }

  /// Hands everything to the operating system: only what was flushed may be committed.
  void flush() {
    broken = out.checkError();
    progress.at("consumed", count, bytes);
  }

  void done() {
    progress.done("consumed", count, bytes);
  }
}
