package io.tidepost.broker.api;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin.Source;
import io.tidepost.log.option.LogConfigs;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.wire.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The options of a topic that was just created, as its creator is told (KIP-525).
final class TopicConfigEntries {

  private TopicConfigEntries() {}

  /// All options sorted by name.
  ///
  /// @param broker supplies the defaults
  /// @param overrides what was set on the topic
  static List<CreatableTopicConfigs> forCreation(Options broker, Map<String, String> overrides) {
    Options topic = LogConfigs.of(broker, overrides);
    List<CreatableTopicConfigs> entries = new ArrayList<>();
    for (Option<?> option : TopicOptions.ALL.all()) {
      if (option.internal()) {
        continue;
      }
      var from = ConfigEntries.resourceValues(topic, option);
      var entry = new CreatableTopicConfigs();
      entry.name = option.name();
      entry.value = topic.text(option);
      entry.configSource = from.isEmpty() ? Source.DEFAULT.wireCode() : from.getFirst().source;
      entries.add(entry);
    }
    entries.sort((a, b) -> a.name.compareTo(b.name));
    return entries;
  }
}
