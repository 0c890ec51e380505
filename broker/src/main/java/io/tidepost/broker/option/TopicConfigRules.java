package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.metadata.TopicNames;
import java.util.Map;

/// Which options a topic can have, alone and together.
final class TopicConfigRules {

  private TopicConfigRules() {}

  /// Complains about the first thing that is wrong.
  ///
  /// @param broker supplies the defaults
  /// @param proposed everything that would be set on the topic
  /// @throws InvalidOptionException with Kafka's message
  static void check(Options broker, Map<String, String> proposed) {
    for (String name : proposed.keySet()) {
      if (TopicOptions.ALL.find(name) == null) {
        throw InvalidOptionException.of(name, "Unknown topic config name: " + name);
      }
    }
    Options topic = Options.over(broker, TopicOptions.ALL, Origin.Source.TOPIC, proposed);
    checkLag(topic);
    checkQuarantine(topic);
    if (Boolean.TRUE.equals(value(topic, "remote.storage.enable"))) {
      throw InvalidOptionException.of(
          "remote.storage.enable",
          "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with"
              + " remote log storage.");
    }
  }

  private static void checkLag(Options topic) {
    long least = (Long) value(topic, "min.compaction.lag.ms");
    long most = (Long) value(topic, "max.compaction.lag.ms");
    if (least > most) {
      throw InvalidOptionException.of(
          "min.compaction.lag.ms",
          "conflict topic config setting min.compaction.lag.ms ("
              + least
              + ") > max.compaction.lag.ms ("
              + most
              + ")");
    }
  }

  private static void checkQuarantine(Options topic) {
    String target = topic.get(TopicOptions.TIDEPOST_SCHEMA_QUARANTINE_TOPIC);
    String name = TopicOptions.TIDEPOST_SCHEMA_QUARANTINE_TOPIC.name();
    if (!target.isEmpty()) {
      String why = TopicNames.whyInvalid(target);
      if (why != null || target.startsWith("__")) {
        throw InvalidOptionException.of(
            name, name + ": " + (why != null ? why : target + " is the cluster's own"));
      }
    } else if (topic.get(TopicOptions.TIDEPOST_SCHEMA_VIOLATION).equals("quarantine")) {
      throw InvalidOptionException.of(
          name, "tidepost.schema.violation=quarantine needs a topic in " + name);
    }
  }

  private static Object value(Options topic, String name) {
    Option<?> option = TopicOptions.ALL.find(name);
    if (option == null) {
      throw new IllegalStateException("there is no topic option " + name);
    }
    return topic.get(option);
  }
}
