package io.tidepost.base.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Layers, inheritance, and what is said about wrong values.
class OptionsTest {

  private static final OptionGroup BROKER = new OptionGroup("Broker", Scope.READ_ONLY);
  private static final Option<Integer> PARTITIONS =
      BROKER.ofInt("num.partitions", 1).atLeast(1).says("Partitions.");
  private static final Option<Long> RETENTION_MS =
      BROKER.ofLong("log.retention.ms", null).clusterWide().says("Retention.");
  private static final Option<Integer> RETENTION_HOURS =
      BROKER.ofInt("log.retention.hours", 168).says("Retention.");
  private static final Option<List<String>> DIRS =
      BROKER.ofList("log.dirs", List.of("a", "b")).says("Directories.");
  private static final Option<Secret> PASSWORD =
      BROKER.ofSecret("ssl.key.password").noEffect("there is no TLS").says("Secret.");
  private static final Option<String> AUTHORIZER =
      BROKER.ofString("authorizer.class.name", "").refused("there is none").says("Authorizer.");
  private static final OptionSet BROKERS = new OptionSet(List.of(BROKER));

  private static final OptionGroup TOPIC = new OptionGroup("Topic", Scope.TOPIC);
  private static final Option<Long> TOPIC_RETENTION =
      TOPIC
          .ofLong("retention.ms", 604800000L)
          .synonyms(Synonym.of("log.retention.ms"), Synonym.hours("log.retention.hours"))
          .says("Retention.");
  private static final OptionSet TOPICS = new OptionSet(List.of(TOPIC));

  private static OptionsReader.Reading read(String file) {
    return OptionsReader.read(BROKERS, PropertiesFile.parse("f", file), List.of("plugin."));
  }

  @Test
  void laterLayersHideEarlierOnes() {
    Options options = read("num.partitions=3").options();
    assertEquals(3, options.get(PARTITIONS));
    assertEquals("f:1", options.origin(PARTITIONS).toString());
    Options changed =
        options.with(Origin.Source.DYNAMIC_DEFAULT_BROKER, Map.of("log.retention.ms", "5"));
    assertNull(options.find(RETENTION_MS));
    assertEquals(5L, changed.get(RETENTION_MS));
    assertEquals(Origin.Source.DYNAMIC_DEFAULT_BROKER, changed.origin(RETENTION_MS).source());
    assertEquals(3, changed.get(PARTITIONS));
    assertFalse(changed.isSet(DIRS));
    assertEquals(List.of("a", "b"), changed.get(DIRS));
    assertThrows(IllegalStateException.class, () -> options.get(RETENTION_MS));
  }

  @Test
  void aTopicInheritsFromTheStrongestSynonym() {
    Options hours = read("log.retention.hours=2").options();
    assertEquals(7_200_000L, topic(hours, Map.of()).get(TOPIC_RETENTION));
    assertTrue(topic(hours, Map.of()).isSet(TOPIC_RETENTION));
    Options both = read("log.retention.hours=2\nlog.retention.ms=9").options();
    assertEquals(9L, topic(both, Map.of()).get(TOPIC_RETENTION));
    assertEquals(1L, topic(both, Map.of("retention.ms", "1")).get(TOPIC_RETENTION));
    Options forEver = read("log.retention.hours=-1").options();
    assertEquals(-1L, topic(forEver, Map.of()).get(TOPIC_RETENTION));
    assertEquals(604800000L, topic(read("").options(), Map.of()).get(TOPIC_RETENTION));
  }

  private static Options topic(Options broker, Map<String, String> overrides) {
    return Options.over(broker, TOPICS, Origin.Source.TOPIC, overrides);
  }

  @Test
  void aComplaintNamesOptionValueExpectationAndPlace() {
    assertEquals(
        List.of(
            "f:2: Invalid value 0 for configuration num.partitions: Value must be at least 1 (a"
                + " whole number: at least 1)",
            "f:3: Invalid value x for configuration log.retention.hours: Not a number of type INT"
                + " (a whole number)"),
        read("\nnum.partitions=0\nlog.retention.hours=x").errors());
  }

  @Test
  void aRefusedOptionStopsOnlyWhenItAsksForSomething() {
    assertEquals(
        List.of("f:1: authorizer.class.name=a.B: there is none"),
        read("authorizer.class.name=a.B").errors());
    assertEquals(List.of(), read("authorizer.class.name=").errors());
    assertEquals(
        Origin.Source.STATIC_BROKER,
        read("authorizer.class.name=").options().origin(AUTHORIZER).source());
  }

  @Test
  void secretsAreNotShown() {
    var reading = read("ssl.key.password=hunter2");
    assertEquals(Secret.HIDDEN, reading.options().text(PASSWORD));
    assertEquals("hunter2", reading.options().get(PASSWORD).reveal());
    assertFalse(
        reading.toString().contains("hunter2") && reading.errors().toString().contains("hunter2"));
    assertEquals(Map.of("there is no TLS", List.of("ssl.key.password")), reading.withoutEffect());
  }

  @Test
  void anUnknownNameBringsTheNearestOne() {
    var reading = read("num.partition=3\nplugin.x=1\nzzzzzz=1");
    assertEquals(
        List.of(
            "f:1: unknown option num.partition, did you mean num.partitions?",
            "f:3: unknown option zzzzzz"),
        reading.unknown());
  }

  @Test
  void theLastOfSeveralCountsAndIsTold() {
    var reading = read("num.partitions=3\nnum.partitions=4");
    assertEquals(4, reading.options().get(PARTITIONS));
    assertEquals(
        List.of("f:2: num.partitions replaces the value given at f:1"), reading.warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "num.partition, num.partitions",
    "num.partitoins, num.partitions",
    "numpartitions, num.partitions",
    "log.retenion.ms, log.retention.ms",
    "log.dir, log.dirs",
    "LOG.DIRS, ''",
    "xyz, ''"
  })
  void findsTheNearestName(String written, String meant) {
    String nearest = BROKERS.nearest(written);
    assertEquals(meant, nearest == null ? "" : nearest);
  }

  @ParameterizedTest
  @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "abc,xabc,1", "abc,xyz,3", "'',abc,3"})
  void countsEdits(String from, String to, int edits) {
    assertEquals(edits, NearestName.edits(from, to));
  }

  @Test
  void aCommandLineSettingNeedsAName() {
    assertEquals("b=c", Setting.ofCommandLine("a=b=c").value());
    assertEquals("--set", Setting.ofCommandLine("a=b").origin().toString());
    assertThrows(InvalidOptionException.class, () -> Setting.ofCommandLine("=x"));
    assertThrows(InvalidOptionException.class, () -> Setting.ofCommandLine("x"));
  }

  @Test
  void oneNameIsDeclaredOnce() {
    assertThrows(IllegalArgumentException.class, () -> new OptionSet(List.of(BROKER, BROKER)));
  }
}
