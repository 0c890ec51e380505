package io.tidepost.log.option;

import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import io.tidepost.log.CompactionConfig;
import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.log.TimestampType;
import java.util.List;
import java.util.Map;

/// Turns a topic's options into what its logs obey. Any thread.
public final class LogConfigs {

  private LogConfigs() {}

  /// The values of a topic over those of its broker.
  ///
  /// @param overrides what is set on the topic, validated
  public static Options of(Options broker, Map<String, String> overrides) {
    return Options.over(broker, TopicOptions.ALL, Origin.Source.TOPIC, overrides);
  }

  /// What a log obeys.
  ///
  /// @param topic values of [TopicOptions]
  public static LogConfig logConfig(Options topic) {
    List<String> cleanup = topic.get(TopicOptions.CLEANUP_POLICY);
    return new LogConfig(
        topic.get(TopicOptions.SEGMENT_BYTES),
        topic.get(TopicOptions.SEGMENT_MS),
        topic.get(TopicOptions.SEGMENT_JITTER_MS),
        topic.get(TopicOptions.SEGMENT_INDEX_BYTES),
        topic.get(TopicOptions.INDEX_INTERVAL_BYTES),
        topic.get(TopicOptions.RETENTION_MS),
        topic.get(TopicOptions.RETENTION_BYTES),
        topic.get(TopicOptions.FILE_DELETE_DELAY_MS),
        cleanup.contains("delete"),
        cleanup.contains("compact"),
        topic.get(TopicOptions.MESSAGE_TIMESTAMP_TYPE).equals("LogAppendTime")
            ? TimestampType.LOG_APPEND_TIME
            : TimestampType.CREATE_TIME,
        topic.get(TopicOptions.MESSAGE_TIMESTAMP_BEFORE_MAX_MS),
        topic.get(TopicOptions.MESSAGE_TIMESTAMP_AFTER_MAX_MS),
        topic.get(TopicOptions.TIDEPOST_DURABILITY).equals("os") ? Durability.OS : Durability.DISK,
        new CompactionConfig(
            topic.get(TopicOptions.MIN_CLEANABLE_DIRTY_RATIO),
            topic.get(TopicOptions.DELETE_RETENTION_MS),
            topic.get(TopicOptions.MIN_COMPACTION_LAG_MS),
            topic.get(TopicOptions.MAX_COMPACTION_LAG_MS)));
  }
}
