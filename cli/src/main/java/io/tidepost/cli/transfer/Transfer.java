package io.tidepost.cli.transfer;

import io.tidepost.cli.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Moves records from a source into a sink.
final class Transfer {

  private final Progress progress;
  private final String verb;
  private long records;
  private long skipped;
  private long bytes;
  private long oldest = Long.MAX_VALUE;

  /// @param verb such as `exported`
  Transfer(Progress progress, String verb) {
    this.progress = progress;
    this.verb = verb;
  }

  /// Records that went into the sink.
  long records() {
    return records;
  }

  /// Records that were there already.
  long skipped() {
    return skipped;
  }

  /// Bytes of keys and values that went into the sink.
  long bytes() {
    return bytes;
  }

  /// Moves all.
  ///
  /// @param there how many records of each partition the sink has
  void run(Source source, Sink sink, long[] there) throws IOException {
    long[] left = there.clone();
    List<ProducerRecord<byte[], byte[]>> batch = source.next();
    while (!batch.isEmpty()) {
      List<ProducerRecord<byte[], byte[]>> wanted = new ArrayList<>(batch.size());
      for (ProducerRecord<byte[], byte[]> record : batch) {
        int partition = record.partition();
        if (partition < left.length && left[partition] > 0) {
          left[partition]--;
          skipped++;
        } else {
          wanted.add(record);
          records++;
          oldest = Math.min(oldest, timestamp(record.timestamp()));
          bytes += length(record.key()) + length(record.value());
        }
      }
      sink.take(wanted);
      progress.at(verb, records, bytes, source.done());
      batch = source.next();
    }
    sink.finish();
    progress.done(verb, records, bytes);
  }

  /// The smallest timestamp of what went into the sink, milliseconds since 1970.
  long oldest() {
    return oldest;
  }

  private static long timestamp(@Nullable Long timestamp) {
    return timestamp == null ? Long.MAX_VALUE : timestamp;
  }

  private static int length(byte @Nullable [] part) {
    return part == null ? 0 : part.length;
  }
}
