package io.tidepost.bench.scenario;

import io.tidepost.bench.load.FetchAnswer;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import java.io.UncheckedIOException;

/// A consumer that reads all partitions of a topic from their beginning on a thread of its own and
/// waits for more, until its connection is closed.
final class Reader {
  private final Connection connection;
  private final String topic;
  private final int partitions;
  private final Thread thread;
  private volatile boolean ending;
  private volatile long bytes;

  Reader(Connection connection, String topic, int partitions) {
    this.connection = connection;
    this.topic = topic;
    this.partitions = partitions;
    this.thread = Thread.ofPlatform().name("consumer").start(this::read);
  }

  private void read() {
    long[] offsets = new long[partitions];
    long sum = 0;
    try {
      while (!ending) {
        connection.send(Wire.fetch(topic, offsets));
        sum += FetchAnswer.receive(connection, offsets);
        bytes = sum;
      }
    } catch (UncheckedIOException e) {
      if (!ending) {
        throw e;
      }
    }
  }

  /// Bytes of records received so far. Any thread.
  long bytes() {
    return bytes;
  }

  void end() {
    ending = true;
    connection.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
