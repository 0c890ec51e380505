package io.tidepost.log;

import io.tidepost.base.TopicPartition;
import java.nio.file.Path;

/// What a log noticed that an operator should know. Called on whichever thread opens or owns the
/// log; implementations only pass it on.
public interface LogEvents {

  /// Bytes that cannot be trusted although good batches follow (or the log is known to have been
  /// synced beyond them). They are kept, never served, and their offsets are never used again.
  void damaged(TopicPartition topicPartition, DamagedRange range);

  /// An unfinished write at the end of the log was cut off.
  void tailCut(TopicPartition topicPartition, Path file, long position, long bytes);

  /// A derived file was missing, stale or damaged and is rebuilt from the log.
  void rebuilt(TopicPartition topicPartition, Path file, String reason);

  /// Something that could not be done but does no harm to records.
  void warning(TopicPartition topicPartition, String message);

  /// Nobody listens.
  LogEvents NONE =
      new LogEvents() {
        @Override
        public void damaged(TopicPartition topicPartition, DamagedRange range) {}

        @Override
        public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {}

        @Override
        public void rebuilt(TopicPartition topicPartition, Path file, String reason) {}

        @Override
        public void warning(TopicPartition topicPartition, String message) {}
      };
}
