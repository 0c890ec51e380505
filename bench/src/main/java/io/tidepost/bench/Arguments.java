package io.tidepost.bench;

import io.tidepost.bench.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The command line, parsed.
record Arguments(
    List<Contestant> contestants, Sizes sizes, Path directory, List<String> scenarios) {

  static Arguments parse(String[] arguments) {
    List<Contestant> contestants =
        List.of(Contestant.KAFKA, Contestant.TIDEPOST_OS, Contestant.TIDEPOST_DISK);
    Sizes sizes = Sizes.DEFAULT;
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    List<String> scenarios = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--servers" ->
            contestants = Stream.of(arguments[++i].split(",")).map(Contestant::of).toList();
        case "--directory" -> directory = Path.of(arguments[++i]);
        case String option when option.startsWith("--") ->
            sizes = sizes.with(option.substring(2), Integer.parseInt(arguments[++i]));
        case String scenario -> scenarios.add(known(scenario));
      }
    }
    return new Arguments(
        contestants,
        sizes,
        directory,
        scenarios.isEmpty() ? List.copyOf(Scenario.all().keySet()) : scenarios);
  }

  private static String known(String scenario) {
    if (!Scenario.all().containsKey(scenario)) {
      throw new IllegalArgumentException(
          "unknown scenario " + scenario + "; known: " + Scenario.all().keySet());
    }
    return scenario;
  }
}
