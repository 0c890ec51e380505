package io.tidepost.cli.transfer;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Where records come from; in the order of each partition.
interface Source extends AutoCloseable {

  /// The topic.
  Outline outline();

  /// The next ones, each with partition and timestamp; none at the end.
  List<ProducerRecord<byte[], byte[]>> next() throws IOException;

  /// How much of it has been read, from 0 to 1.
  double done();

  @Override
  void close();
}
