package io.tidepost.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns from strangers: those that people use, and those that are meant to cost.
class TopicPatternTest {

  static List<String> explosions() {
    return List.of(
        "((a{1,100}){1,100}){1,100}",
        "(?:a{1,1000}){1,1000}",
        "(?:[ab]{1,50}){1,50}",
        "(\\Qabc\\E{1,100}){1,100}",
        "(\\pL{1,99}){99}",
        "((a{30}){30}){30,}",
        "a{1000}".repeat(100),
        "(".repeat(5_000) + "a" + ")".repeat(5_000),
        "(".repeat(32_000),
        "(?:" + "a?".repeat(4_990) + ")",
        "x".repeat(10_001));
  }

  @ParameterizedTest
  @MethodSource("explosions")
  void whatWouldExplodeIsRefusedAtOnce(String regex) throws InterruptedException {
    // On a stack as small as an event loop's; what is accepted must compile on it, too.
    Throwable[] failure = new Throwable[1];
    Thread loop =
        new Thread(
            null,
            () -> {
              try {
                TopicPattern.compile(regex).matches("a".repeat(249));
              } catch (PatternSyntaxException e) {
                failure[0] = e;
              }
            },
            "small-stack",
            512 << 10);
    loop.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
    loop.start();
    loop.join();
    assertEquals(PatternSyntaxException.class, failure[0] == null ? null : failure[0].getClass());
  }

  @Test
  void whatPeopleUseWorks() {
    Map<String, List<String>> matches =
        Map.of(
            "orders-.*", List.of("orders-1", "orders-"),
            "(orders|payments)\\.[a-z]{2,10}\\.v[0-9]{1,3}", List.of("orders.eu.v1"),
            "^(?:eu|us)-[^-]{1,200}$", List.of("eu-x"),
            "[]a{9}]+", List.of("{9}]a"),
            "[[:alpha:]{]{3}", List.of("a{b"),
            "\\Qa{1000}{1000}\\E", List.of("a{1000}{1000}"),
            "a{,5}", List.of("a{,5}"),
            "([a-z]{1,20}\\.){0,20}[a-z]{1,20}", List.of("a.b.c"));
    matches.forEach((regex, names) ->
        names.forEach(name ->
            assertEquals(
                true, TopicPattern.compile(regex).matches(name), () -> regex + " on " + name)));
    String many = "topic-number-17|".repeat(600) + "last";
    assertEquals(true, TopicPattern.compile(many).matches("last"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a)", "[", "*", "\\", "a{1001}", "(?<!x)y", "\\1"})
  void whatIsNoPatternIsRefused(String regex) {
    assertThrows(PatternSyntaxException.class, () -> TopicPattern.compile(regex));
  }
}
