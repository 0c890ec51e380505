package io.tidepost.cli.record;

import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/// The loop of `consume`: poll, print, until it is over. One thread; only [#stop()] may be called
/// from another.
abstract class Reading {

  private static final Duration POLL = Duration.ofMillis(500);

  final Consumer<byte[], byte[]> consumer;
  final Printing printing;
  private volatile boolean stopped;

  Reading(Consumer<byte[], byte[]> consumer, Printing printing) {
    this.consumer = consumer;
    this.printing = printing;
  }

  /// Reads until the end, the limit, or [#stop()].
  final void run() throws IOException {
    begin();
    try {
      while (!stopped && printing.wantsMore() && !isOver()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (!printing.wantsMore()) {
            break;
          }
          printing.write(record);
          written(record);
        }
        printing.flush();
        afterPoll();
      }
    } catch (WakeupException e) {
      if (!stopped) {
        throw e;
      }
    }
    end();
  }

  /// Makes [#run()] return soon.
  final void stop() {
    stopped = true;
    consumer.wakeup();
  }

  /// Takes up partitions.
  abstract void begin();

  /// Whether everything that was asked for has been read.
  abstract boolean isOver();

  void written(ConsumerRecord<byte[], byte[]> record) {}

  void afterPoll() {}

  void end() {}
}
