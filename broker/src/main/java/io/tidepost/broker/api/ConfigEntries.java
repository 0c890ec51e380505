package io.tidepost.broker.api;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionValue;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin.Source;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Synonym;
import io.tidepost.broker.option.BrokerOptions;
import io.tidepost.wire.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.tidepost.wire.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes options with their values, and where the values come from, as Kafka does.
///
/// @param withSynonyms whether everything is listed that could supply the value
/// @param withDocumentation whether the option's sentence is added
record ConfigEntries(boolean withSynonyms, boolean withDocumentation) {

  /// An option of a broker.
  DescribeConfigsResourceResult ofBroker(Options broker, Option<?> option) {
    return entry(option, broker, brokerValues(broker, option.name()), !option.scope().dynamic());
  }

  /// An option of a topic or group, whose broker supplies defaults.
  DescribeConfigsResourceResult ofResource(Options values, Option<?> option) {
    return entry(option, values, resourceValues(values, option), false);
  }

  /// Where the value of a topic's or group's option comes from, strongest first.
  static List<DescribeConfigsSynonym> resourceValues(Options values, Option<?> option) {
    List<DescribeConfigsSynonym> found = new ArrayList<>();
    for (OptionValue value : values.settings(option.name())) {
      found.add(synonym(option, values.text(option), value.origin().source()));
    }
    Options broker = values.broker();
    if (broker != null && !option.synonyms().isEmpty()) {
      found.addAll(brokerValues(broker, option.synonyms().getFirst().name()));
    } else if (option.scope() == Scope.GROUP && option.defaultText() != null) {
      found.add(synonym(option, option.defaultText(), Source.DEFAULT));
    }
    return found;
  }

  /// What was set for a broker's option and its synonyms, strongest first, and the default. Like
  /// Kafka it begins with the option's own name: what only a synonym says is left out.
  private static List<DescribeConfigsSynonym> brokerValues(Options broker, String name) {
    List<Option<?>> names = new ArrayList<>();
    Option<?> own = BrokerOptions.ALL.find(name);
    if (own == null) {
      return List.of();
    }
    names.add(own);
    for (Synonym synonym : own.synonyms()) {
      Option<?> other = BrokerOptions.ALL.find(synonym.name());
      if (other != null) {
        names.add(other);
      }
    }
    List<DescribeConfigsSynonym> found = new ArrayList<>();
    for (Source source :
        List.of(Source.DYNAMIC_BROKER, Source.DYNAMIC_DEFAULT_BROKER, Source.STATIC_BROKER)) {
      for (Option<?> option : names) {
        for (OptionValue value : broker.settings(option.name())) {
          if (value.origin().source() == source) {
            found.add(synonym(option, value.text(), source));
          }
        }
      }
    }
    for (Option<?> option : names) {
      if (option.defaultText() != null) {
        found.add(synonym(option, option.defaultText(), Source.DEFAULT));
      }
    }
    while (!found.isEmpty() && !found.getFirst().name.equals(name)) {
      found.removeFirst();
    }
    return found;
  }

  private DescribeConfigsResourceResult entry(
      Option<?> option, Options values, List<DescribeConfigsSynonym> from, boolean readOnly) {
    var entry = new DescribeConfigsResourceResult();
    entry.name = option.name();
    entry.value = option.sensitive() ? null : values.text(option);
    entry.readOnly = readOnly;
    entry.configSource = from.isEmpty() ? Source.DEFAULT.wireCode() : from.getFirst().source;
    entry.isSensitive = option.sensitive();
    entry.configType = option.type().wireCode();
    entry.documentation = withDocumentation ? option.sentence() : null;
    if (withSynonyms) {
      entry.synonyms = from;
    }
    return entry;
  }

  /// A value that no option is declared for; as in Kafka it is taken for a secret.
  static DescribeConfigsResourceResult unknown(String name, Source source) {
    var entry = new DescribeConfigsResourceResult();
    entry.name = name;
    entry.value = null;
    entry.readOnly = true;
    entry.isSensitive = true;
    entry.configSource = source.wireCode();
    entry.documentation = null;
    return entry;
  }

  /// An option that is set for one listener.
  static DescribeConfigsResourceResult ofListener(
      String name, Option<?> option, String value, Source source) {
    var entry = new DescribeConfigsResourceResult();
    entry.name = name;
    entry.value = option.sensitive() ? null : value;
    entry.readOnly = !option.scope().dynamic();
    entry.isSensitive = option.sensitive();
    entry.configSource = source.wireCode();
    entry.configType = option.type().wireCode();
    entry.documentation = null;
    return entry;
  }

  /// A value that is what it is, such as the level of a logger.
  static DescribeConfigsResourceResult plain(String name, String value, int source) {
    var entry = new DescribeConfigsResourceResult();
    entry.name = name;
    entry.value = value;
    entry.configSource = (byte) source;
    entry.documentation = null;
    return entry;
  }

  private static DescribeConfigsSynonym synonym(
      Option<?> option, @Nullable String value, Source source) {
    var synonym = new DescribeConfigsSynonym();
    synonym.name = option.name();
    synonym.value = option.sensitive() ? null : value;
    synonym.source = source.wireCode();
    return synonym;
  }
}
