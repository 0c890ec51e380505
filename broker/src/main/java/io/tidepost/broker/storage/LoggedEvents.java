package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.LogEvents;
import java.nio.file.Path;

/// Puts what the logs notice into the operator's log.
final class LoggedEvents implements LogEvents {

  static final LoggedEvents INSTANCE = new LoggedEvents();

  private static final Log LOG = Log.of(LogEvents.class);

  private LoggedEvents() {}

  @Override
  public void damaged(TopicPartition topicPartition, DamagedRange range) {
    LOG.error("{}: {}; the records there are not served", topicPartition, range);
  }

  @Override
  public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {
    LOG.warn(
        "{}: cut an unfinished write of {} bytes at byte {} of {}",
        topicPartition,
        bytes,
        position,
        file);
  }

  @Override
  public void rebuilt(TopicPartition topicPartition, Path file, String reason) {
    LOG.info("{}: rebuilt {}: {}", topicPartition, file, reason);
  }

  @Override
  public void warning(TopicPartition topicPartition, String message) {
    LOG.warn("{}: {}", topicPartition, message);
  }
}
