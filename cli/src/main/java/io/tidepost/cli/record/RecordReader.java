package io.tidepost.cli.record;

import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Where `produce` takes its records from.
interface RecordReader {

  /// The next record, or `null` at the end.
  @Nullable ProducerRecord<byte[], byte[]> next() throws IOException;

  /// Where the record returned last came from, for error messages.
  String place();
}
