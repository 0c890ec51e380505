package io.tidepost.broker.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Synonym;
import io.tidepost.log.option.TopicOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every option of Apache Kafka is declared here with its name, type, default, bounds and update
/// mode; where something differs, it is listed with the reason.
class KafkaOptionsTest {

  /// Defaults that are not Kafka's.
  private static final Map<String, String> OTHER_DEFAULTS =
      Map.of(
          "node.id", "required in Kafka; one node needs no number of its own choosing",
          "process.roles", "required in Kafka; here a node is complete by default",
          "controller.listener.names", "required in Kafka; one node needs no controller listener",
          "log.dir", "a temporary directory in Kafka, where data is lost at a reboot",
          "num.network.threads", "one event loop per processor",
          "num.io.threads", "a small pool for file work, not a pool for requests");

  /// Options that Kafka changes while it runs, and this broker reads at start only.
  private static final Set<String> READ_AT_START =
      Set.of(
          "listeners",
          "listener.security.protocol.map",
          "num.network.threads",
          "num.io.threads",
          "num.recovery.threads.per.data.dir",
          "metric.reporters",
          "config.providers",
          "cordoned.log.dirs",
          "producer.id.expiration.ms",
          "principal.builder.class");

  /// Options whose values are checked together with the node's number.
  private static final Set<String> CHECKED_TOGETHER =
      Set.of("controller.quorum.voters", "controller.quorum.bootstrap.servers");

  /// Dynamic options that Kafka keeps outside its list of options.
  private static final Set<String> DYNAMIC_ONLY =
      Set.of(
          "leader.replication.throttled.rate",
          "follower.replication.throttled.rate",
          "replica.alter.log.dirs.io.max.bytes.per.second");

  /// Options that came with Kafka 4.4, which has no server to compare with in one piece.
  private static final Set<String> NEWER =
      Set.of(
          "remote.copy.lag.ms",
          "remote.copy.lag.bytes",
          "errors.deadletterqueue.auto.create.topics.enable",
          "errors.deadletterqueue.group.enable",
          "errors.deadletterqueue.topic.name",
          "errors.deadletterqueue.topic.name.prefix",
          "errors.deadletterqueue.copy.record.enable",
          "streams.task.offset.interval.ms",
          "group.streams.task.offset.interval.ms",
          "group.streams.min.task.offset.interval.ms");

  /// Options that Kafka's authorizer reads for itself.
  private static final Set<String> OF_THE_AUTHORIZER =
      Set.of("super.users", "allow.everyone.if.no.acl.found");

  /// Topic options by the names that Confluent's server gives them.
  private static final Set<String> CONFLUENTS =
      Set.of(
          "confluent.key.schema.validation",
          "confluent.value.schema.validation",
          "confluent.key.subject.name.strategy",
          "confluent.value.subject.name.strategy");

  private static final String[] PROBES = {
    "",
    " ",
    "-3",
    "-2",
    "-1",
    "0",
    "1",
    "2",
    "3",
    "5",
    "9",
    "10",
    "17",
    "18",
    "22",
    "23",
    "500",
    "501",
    "1000",
    "1023",
    "1024",
    "3600",
    "3601",
    "10000",
    "30000",
    "524287",
    "524288",
    "1048575",
    "1048576",
    "8388608",
    "2147483647",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "0.5",
    "0.51",
    "1.0",
    "1.1",
    "abc",
    "true",
    "TRUE",
    " true ",
    "yes",
    "zstd",
    "producer",
    "CreateTime",
    "compact",
    "compact,delete",
    "delete,delete",
    "compact,,delete",
    "a,b",
    "broker,controller",
    "earliest",
    "by_duration:P1D",
    "by_duration:-P1D",
    "by_duration:x",
    "read_committed",
    "bidirectional",
    "PLAINTEXT",
    "0:1",
    "0:1,2:3",
    "*",
    "none",
    "required"
  };

  @Test
  void brokerOptionsAreKafkas() {
    compare(AbstractKafkaConfig.CONFIG_DEF.configKeys(), BrokerOptions.ALL, DYNAMIC_ONLY);
  }

  @Test
  void topicOptionsAreKafkas() {
    compare(LogConfig.configKeys(), TopicOptions.ALL, CONFLUENTS);
  }

  @Test
  void groupOptionsAreKafkas() {
    compare(GroupConfig.CONFIG_DEF.configKeys(), GroupOptions.ALL, Set.of());
  }

  private static void compare(
      Map<String, ConfigKey> theirs, OptionSet ours, Set<String> additional) {
    List<String> differences = new ArrayList<>();
    for (ConfigKey key : new TreeMap<>(theirs).values()) {
      Option<?> option = ours.find(key.name);
      if (option == null) {
        differences.add(key.name + " is not declared");
      } else {
        compare(key, option, differences);
      }
    }
    for (Option<?> option : ours.all()) {
      boolean known =
          theirs.containsKey(option.name())
              || additional.contains(option.name())
              || NEWER.contains(option.name())
              || OF_THE_AUTHORIZER.contains(option.name())
              || option.name().startsWith("tidepost.");
      if (!known) {
        differences.add(option + " is not known to Kafka");
      }
    }
    assertEquals(List.of(), differences);
  }

  private static void compare(ConfigKey key, Option<?> option, List<String> differences) {
    if (!key.type().toString().equals(option.type().toString())) {
      differences.add(option + " has type " + option.type() + " instead of " + key.type());
    }
    if (key.internalConfig != option.internal()) {
      differences.add(option + " internal: " + option.internal());
    }
    String theirs =
        key.hasDefault() && key.defaultValue != null
            ? ConfigDef.convertToString(key.defaultValue, key.type)
            : null;
    boolean sameDefault =
        theirs == null ? option.defaultText() == null : theirs.equals(option.defaultText());
    if (sameDefault == OTHER_DEFAULTS.containsKey(option.name())) {
      differences.add(option + " has default " + option.defaultText() + ", Kafka " + theirs);
    }
    // Kafka loads a class to check its name; here nothing is loaded before it is needed.
    boolean elsewhere = key.type == ConfigDef.Type.CLASS || CHECKED_TOGETHER.contains(key.name);
    for (String probe : elsewhere ? new String[0] : PROBES) {
      String ours = outcome(option, probe);
      String kafkas = outcome(key, probe);
      if (!ours.equals(kafkas)) {
        differences.add(option + "=" + probe + ": " + ours + ", Kafka: " + kafkas);
      }
    }
  }

  private static String outcome(Option<?> option, String text) {
    try {
      return "takes " + option.parse(text);
    } catch (InvalidOptionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String outcome(ConfigKey key, String text) {
    try {
      return "takes " + new ConfigDef().define(key).parse(Map.of(key.name, text)).get(key.name);
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void updateModesAreKafkas() {
    Map<String, String> differences = new TreeMap<>();
    DynamicBrokerConfig.dynamicConfigUpdateModes()
        .forEach((name, mode) -> {
          Option<?> option = BrokerOptions.ALL.find(name);
          assertNotNull(option, name);
          String expected = READ_AT_START.contains(name) ? "read-only" : mode;
          if (!option.scope().text().equals(expected)) {
            differences.put(name, option.scope().text() + " instead of " + expected);
          }
        });
    for (Option<?> option : BrokerOptions.ALL.all()) {
      boolean dynamic = DynamicBrokerConfig.ALL_DYNAMIC_CONFIGS.contains(option.name());
      boolean ours = option.name().startsWith("tidepost.") || NEWER.contains(option.name());
      if (option.scope().dynamic() && !dynamic && !ours) {
        differences.put(option.name(), "is read-only in Kafka");
      }
    }
    assertEquals(Map.of(), differences);
  }

  @Test
  void topicsInheritFromTheSameBrokerOptions() {
    Map<String, List<String>> theirs = new TreeMap<>();
    ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.forEach((name, synonyms) ->
        theirs.put(name, synonyms.stream().map(synonym -> synonym.name()).toList()));
    Map<String, List<String>> ours = new TreeMap<>();
    for (Option<?> option : TopicOptions.ALL.all()) {
      if (!option.synonyms().isEmpty() && !option.name().startsWith("tidepost.")) {
        ours.put(option.name(), option.synonyms().stream().map(Synonym::name).toList());
      }
    }
    assertEquals(theirs, ours);
  }

  @Test
  void groupsInheritFromTheSameBrokerOptions() {
    Map<String, String> theirs = new TreeMap<>();
    GroupConfig.ALL_GROUP_CONFIG_SYNONYMS.forEach(
        (name, synonym) -> synonym.ifPresent(broker -> theirs.put(name, broker)));
    Map<String, String> ours = new TreeMap<>();
    for (Option<?> option : GroupOptions.ALL.all()) {
      if (!NEWER.contains(option.name())) {
        option.synonyms().forEach(synonym -> ours.put(option.name(), synonym.name()));
      }
    }
    assertEquals(theirs, ours);
  }

  @Test
  void everySynonymExistsAndBringsTheSameDefault() {
    Options broker = Options.defaults(BrokerOptions.ALL);
    for (OptionSet set : List.of(TopicOptions.ALL, GroupOptions.ALL)) {
      for (Option<?> option : set.all()) {
        for (Synonym synonym : option.synonyms()) {
          Option<?> other = BrokerOptions.ALL.find(synonym.name());
          assertNotNull(other, option + " inherits from unknown " + synonym.name());
          if (other.defaultValue() instanceof Number number && synonym.factor() > 1) {
            assertEquals(
                option.defaultText(), String.valueOf(number.longValue() * synonym.factor()));
          } else if (other.defaultText() != null) {
            assertEquals(option.defaultText(), broker.text(other), option.name());
          }
        }
      }
    }
  }

  @Test
  void everyOptionSaysWhatItIsForInOneSentence() {
    Set<String> wrong = new TreeSet<>();
    for (OptionSet set : List.of(BrokerOptions.ALL, TopicOptions.ALL, GroupOptions.ALL)) {
      for (Option<?> option : set.all()) {
        String sentence = option.sentence();
        boolean fine =
            sentence.endsWith(".")
                && !sentence.substring(0, sentence.length() - 1).contains(". ")
                && (Character.isUpperCase(sentence.charAt(0)) || sentence.charAt(0) == '`');
        if (!fine) {
          wrong.add(option.name());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retention.ms=abc",
        "retention.ms=-2",
        "cleanup.policy=foo",
        "cleanup.policy=delete,,compact",
        "bogus=1",
        "min.compaction.lag.ms=10;max.compaction.lag.ms=5",
        "min.insync.replicas=0",
        "retention.ms=-1",
        "compression.gzip.level=0",
        "leader.replication.throttled.replicas=x"
      })
  void topicComplaintsAreKafkas(String settings) {
    Map<String, String> configs = new HashMap<>();
    for (String setting : settings.split(";")) {
      int equals = setting.indexOf('=');
      configs.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    String theirs = "fine";
    try {
      LogConfig.validate(configs);
    } catch (ConfigException | InvalidConfigurationException e) {
      theirs = String.valueOf(e.getMessage());
    }
    String ours = "fine";
    try {
      TopicConfigRules.check(Options.defaults(BrokerOptions.ALL), configs);
    } catch (InvalidOptionException e) {
      ours = String.valueOf(e.getMessage());
    }
    assertEquals(theirs, ours);
  }
}
