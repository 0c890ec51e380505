package io.tidepost.broker.contract;

import io.tidepost.base.option.Options;
import io.tidepost.log.option.TopicOptions;
import org.jspecify.annotations.Nullable;

/// What a topic asks of its records. Made when the topic's options change.
///
/// @param key what is asked of keys, `null` for nothing
/// @param value what is asked of values, `null` for nothing
/// @param quarantine the topic that gets the records that break it; `null` refuses their batches
public record Contract(@Nullable Terms key, @Nullable Terms value, @Nullable String quarantine) {

  /// What is asked of keys or of values.
  ///
  /// @param names under which subject a schema has to be registered
  /// @param full whether the payload has to decode and to keep to the schema's constraints
  public record Terms(SubjectNames names, boolean full) {}

  /// Ways to name the subject of a schema, those of Confluent's serialisers.
  public enum SubjectNames {
    /// The topic and `-key` or `-value`.
    TOPIC,
    /// The full name of the record.
    RECORD,
    /// The topic, a hyphen, and the full name of the record.
    TOPIC_RECORD
  }

  /// @param topic values of [TopicOptions]
  /// @return `null` when the topic asks nothing
  public static @Nullable Contract of(Options topic) {
    Terms key =
        terms(
            topic.get(TopicOptions.TIDEPOST_KEY_SCHEMA_VALIDATION),
            topic.get(TopicOptions.CONFLUENT_KEY_SCHEMA_VALIDATION),
            topic.get(TopicOptions.CONFLUENT_KEY_SUBJECT_NAME_STRATEGY));
    Terms value =
        terms(
            topic.get(TopicOptions.TIDEPOST_VALUE_SCHEMA_VALIDATION),
            topic.get(TopicOptions.CONFLUENT_VALUE_SCHEMA_VALIDATION),
            topic.get(TopicOptions.CONFLUENT_VALUE_SUBJECT_NAME_STRATEGY));
    if (key == null && value == null) {
      return null;
    }
    boolean quarantines = topic.get(TopicOptions.TIDEPOST_SCHEMA_VIOLATION).equals("quarantine");
    return new Contract(
        key, value, quarantines ? topic.get(TopicOptions.TIDEPOST_SCHEMA_QUARANTINE_TOPIC) : null);
  }

  private static @Nullable Terms terms(String validation, boolean confluent, String strategy) {
    if (validation.equals("off") && !confluent) {
      return null;
    }
    SubjectNames names =
        switch (strategy.substring(strategy.lastIndexOf('.') + 1)) {
          case "RecordNameStrategy" -> SubjectNames.RECORD;
          case "TopicRecordNameStrategy" -> SubjectNames.TOPIC_RECORD;
          default -> SubjectNames.TOPIC;
        };
    return new Terms(names, validation.equals("full"));
  }
}
