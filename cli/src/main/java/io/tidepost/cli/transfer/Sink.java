package io.tidepost.cli.transfer;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Where records go.
interface Sink extends AutoCloseable {

  /// Takes some.
  void take(List<ProducerRecord<byte[], byte[]>> records) throws IOException;

  /// Returns when everything is safe.
  void finish() throws IOException;

  @Override
  void close();
}
