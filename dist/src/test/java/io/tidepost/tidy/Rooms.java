package io.tidepost.tidy;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who may see whom: the map of docs/ARCHITECTURE.md as data. A prefix stands for the package and
/// everything in it; the longest prefix wins.
final class Rooms {

  private Rooms() {}

  private static final List<String> CODECS =
      List.of("com.github.luben.zstd", "net.jpountz", "org.xerial.snappy");

  private static final List<String> ORDER =
      List.of("base", "wire", "log", "metadata", "replica", "coordinator", "quorum");

  /// Package prefix → prefixes it may use beside itself, the JDK and JSpecify.
  private static final Map<String, List<String>> MAY_SEE =
      Map.ofEntries(
          entry("io.tidepost.base", List.of()),
          entry("io.tidepost.base.world", List.of("io.tidepost.base")),
          entry("io.tidepost.wire.generator", List.of("com.fasterxml.jackson")),
          entry("io.tidepost.wire", List.of("io.tidepost.base")),
          entry(
              "io.tidepost.wire.compression",
              concat(CODECS, "io.tidepost.base", "io.tidepost.wire")),
          entry("io.tidepost.log", below("wire")),
          entry("io.tidepost.metadata", below("log")),
          entry("io.tidepost.replica", below("metadata")),
          entry(
              "io.tidepost.coordinator",
              concat(below("replica"), "com.dynatrace.hash4j", "com.google.re2j")),
          entry(
              "io.tidepost.quorum",
              concat(below("metadata"), "io.tidepost.base.world", "org.slf4j", "org.apache.ratis")),
          entry(
              "io.tidepost.broker",
              concat(
                  below("quorum"),
                  "io.tidepost.base.world",
                  "io.netty",
                  "com.google.re2j",
                  "org.slf4j",
                  "ch.qos.logback",
                  "com.sun.management")),
          entry(
              "io.tidepost.broker.plugin",
              concat(below("quorum"), "io.tidepost.broker", "org.apache.kafka", "io.netty")),
          entry("io.tidepost.operate", List.of("io.tidepost.metadata.balance", "org.apache.kafka")),
          entry(
              "io.tidepost.cli",
              List.of(
                  "io.tidepost.base",
                  "io.tidepost.operate",
                  "org.apache.kafka",
                  "picocli",
                  "org.jline",
                  "com.fasterxml.jackson",
                  "org.yaml.snakeyaml",
                  "org.slf4j")),
          entry(
              "io.tidepost.cli.transfer",
              List.of(
                  "io.tidepost.cli",
                  "org.apache.kafka",
                  "picocli",
                  "com.fasterxml.jackson",
                  "com.github.luben.zstd")),
          entry(
              "io.tidepost.cli.cluster",
              List.of(
                  "io.tidepost.metadata.balance",
                  "io.tidepost.operate",
                  "io.tidepost.cli",
                  "org.apache.kafka",
                  "picocli")),
          entry(
              "io.tidepost.cli.schema",
              List.of(
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.contract",
                  "io.tidepost.cli",
                  "org.apache.kafka",
                  "picocli",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.cli.record",
              List.of(
                  "io.tidepost.registry.contract",
                  "io.tidepost.cli",
                  "org.apache.kafka",
                  "picocli",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.cli.desired",
              List.of(
                  "io.tidepost.operate",
                  "io.tidepost.cli",
                  "org.apache.kafka",
                  "picocli",
                  "com.fasterxml.jackson",
                  "org.yaml.snakeyaml")),
          entry(
              "io.tidepost.cli.dump",
              concat(
                  below("log"),
                  "io.tidepost.base.world",
                  "io.tidepost.cli",
                  "picocli",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.http",
              List.of(
                  "io.javalin",
                  "org.eclipse.jetty",
                  "jakarta.servlet",
                  "com.fasterxml.jackson",
                  "org.slf4j")),
          entry(
              "io.tidepost.monitor",
              concat(
                  below("quorum"),
                  "io.tidepost.broker",
                  "io.tidepost.http",
                  "io.javalin",
                  "jakarta.servlet",
                  "io.prometheus",
                  "com.fasterxml.jackson",
                  "org.slf4j")),
          entry(
              "io.tidepost.monitor.otlp",
              List.of(
                  "io.tidepost.base",
                  "io.tidepost.broker",
                  "io.tidepost.monitor",
                  "io.prometheus",
                  "org.apache.kafka.shaded",
                  "org.slf4j")),
          entry("io.tidepost.registry", List.of("io.tidepost.http", "io.javalin")),
          entry(
              "io.tidepost.registry.schema",
              List.of(
                  "org.apache.avro",
                  "com.squareup.wire",
                  "com.google.protobuf",
                  "com.google.type",
                  "kotlin",
                  "com.networknt.schema",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.compatibility",
              List.of(
                  "io.tidepost.registry.schema",
                  "org.apache.avro",
                  "com.google.protobuf",
                  "com.google.re2j",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.store",
              List.of(
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.compatibility",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.decide",
              List.of(
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.compatibility",
                  "io.tidepost.registry.store",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.contract",
              List.of(
                  "io.tidepost.registry.schema",
                  "org.apache.avro",
                  "com.google.protobuf",
                  "com.google.re2j",
                  "com.networknt.schema",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.form",
              List.of(
                  "io.tidepost.registry.schema",
                  "org.apache.avro",
                  "com.google.protobuf",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.registry.service",
              List.of(
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.contract",
                  "io.tidepost.registry.decide",
                  "io.tidepost.registry.store")),
          entry(
              "io.tidepost.registry.kafka",
              List.of(
                  "io.tidepost.registry.service",
                  "io.tidepost.registry.store",
                  "org.apache.kafka",
                  "org.slf4j")),
          entry(
              "io.tidepost.registry.rest",
              List.of(
                  "io.tidepost.http",
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.compatibility",
                  "io.tidepost.registry.store",
                  "io.tidepost.registry.decide",
                  "io.tidepost.registry.service",
                  "io.javalin",
                  "com.fasterxml.jackson")),
          entry("io.tidepost.console", List.of("io.tidepost.http", "io.javalin")),
          entry(
              "io.tidepost.console.template",
              List.of(
                  "io.tidepost.console",
                  "io.tidepost.registry.form",
                  "io.tidepost.operate",
                  "io.tidepost.metadata.balance",
                  "org.apache.kafka.common",
                  "gg.jte")),
          entry(
              "io.tidepost.console.web",
              List.of("io.tidepost.console.cluster", "gg.jte", "io.javalin", "kotlin")),
          entry(
              "io.tidepost.console.cluster",
              List.of(
                  "io.tidepost.operate",
                  "io.tidepost.metadata.balance",
                  "io.tidepost.registry.schema",
                  "io.tidepost.registry.contract",
                  "io.tidepost.registry.form",
                  "org.apache.kafka",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.console.page",
              List.of(
                  "io.tidepost.registry.form",
                  "io.tidepost.operate",
                  "io.tidepost.metadata.balance",
                  "io.tidepost.console.web",
                  "io.tidepost.console.cluster",
                  "io.javalin",
                  "org.apache.kafka",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.rest",
              List.of(
                  "io.tidepost.http",
                  "io.tidepost.registry",
                  "io.javalin",
                  "org.apache.kafka",
                  "org.slf4j",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.test",
              List.of(
                  "io.tidepost.base",
                  "io.tidepost.metadata.image",
                  "io.tidepost.broker",
                  "io.tidepost.http",
                  "io.tidepost.registry",
                  "org.apache.kafka",
                  "org.junit.jupiter.api")),
          entry(
              "io.tidepost.dist.question",
              List.of(
                  "io.tidepost.wire",
                  "io.tidepost.metadata.image",
                  "io.tidepost.broker",
                  "io.tidepost.console",
                  "com.fasterxml.jackson")),
          entry(
              "io.tidepost.dist",
              List.of(
                  "io.tidepost.base",
                  "io.tidepost.base.world",
                  "io.tidepost.wire.records",
                  "io.tidepost.broker",
                  "io.tidepost.cli",
                  "io.tidepost.http",
                  "io.tidepost.monitor",
                  "io.tidepost.registry",
                  "io.tidepost.console",
                  "io.tidepost.rest",
                  "com.sun.management",
                  "picocli",
                  "ch.qos.logback",
                  "org.slf4j")));

  /// The packages of the rooms from the lowest up to and including `room`.
  private static List<String> below(String room) {
    return ORDER.subList(0, ORDER.indexOf(room) + 1).stream().map(r -> "io.tidepost." + r).toList();
  }

  private static List<String> concat(List<String> some, String... more) {
    return Stream.concat(some.stream(), Arrays.stream(more)).toList();
  }

  /// The room a package belongs to, or `null` when the map does not know it.
  static @Nullable String roomOf(String packageName) {
    return longest(packageName, MAY_SEE.keySet());
  }

  /// Whether code in `room` may use a type of package `used`.
  ///
  /// A room in the list stands for its packages except those that are rooms of their own, so `wire`
  /// does not open `base.world` by naming `base`.
  static boolean mayUse(String room, String used) {
    if (used.startsWith("java.") || used.startsWith("javax.") || used.startsWith("jdk.")) {
      return true;
    }
    if (used.startsWith("org.jspecify")) {
      return true;
    }
    String usedRoom = roomOf(used);
    if (room.equals(usedRoom) || isInside(usedRoom, room) || isInside(room, usedRoom)) {
      return !"io.tidepost.base.world".equals(usedRoom)
          || room.startsWith("io.tidepost.base.world");
    }
    String match = longest(used, MAY_SEE.getOrDefault(room, List.of()));
    boolean worldByTheBackDoor =
        "io.tidepost.base.world".equals(usedRoom) && !"io.tidepost.base.world".equals(match);
    return match != null && !worldByTheBackDoor;
  }

  private static boolean isInside(@Nullable String inner, @Nullable String outer) {
    return inner != null && outer != null && inner.startsWith(outer + ".");
  }

  private static @Nullable String longest(String name, Iterable<String> prefixes) {
    String best = null;
    for (String prefix : prefixes) {
      boolean matches = name.equals(prefix) || name.startsWith(prefix + ".");
      if (matches && (best == null || prefix.length() > best.length())) {
        best = prefix;
      }
    }
    return best;
  }
}
