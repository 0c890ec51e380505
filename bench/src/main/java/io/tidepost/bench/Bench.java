package io.tidepost.bench;

import io.tidepost.bench.scenario.Scenario;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The program behind `bench/run`: runs the scenarios, servers alternating, and prints the table.
public final class Bench {
  private static final Duration PREPARATION_LIMIT = Duration.ofMinutes(10);

  private static final String HELP =
      """
      usage: bench/run [--servers kafka,tidepost-os,tidepost-disk] [--directory DIR] [--SIZE NUMBER ...] [SCENARIO ...]

      scenarios: %s
      sizes:     %s
      """;

  private final List<Contestant> contestants;
  private final Sizes sizes;
  private final Path directory;
  private final Table table;

  private Bench(Arguments arguments) {
    contestants = arguments.contestants();
    sizes = arguments.sizes();
    directory = arguments.directory();
    table = new Table(contestants);
  }

  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.printf(HELP, String.join(" ", Scenario.all().keySet()), Sizes.DEFAULT);
      return;
    }
    Arguments parsed = Arguments.parse(arguments);
    prepare(parsed);
    new Bench(parsed).run(parsed.scenarios());
  }

  /// Lets the launcher do before the first measurement what it does once: build, and train its
  /// caches for quick starts.
  private static void prepare(Arguments arguments) throws IOException {
    if (arguments.contestants().equals(List.of(Contestant.KAFKA))) {
      return;
    }
    Path home = Files.createTempDirectory(arguments.directory(), "bench-");
    List<String> help = List.of(Places.root().resolve("tidepost").toString(), "--help");
    try (ChildProcess launcher = ChildProcess.start("tidepost", home, help)) {
      if (launcher.awaitExit(PREPARATION_LIMIT) != 0) {
        throw new IllegalStateException(launcher.describe());
      }
    } finally {
      delete(home);
    }
  }

  private void run(List<String> names) throws IOException {
    Map<String, Scenario> scenarios = Scenario.all();
    for (int round = 0; round < sizes.alternations(); round++) {
      for (String name : names) {
        for (Contestant contestant : contestants) {
          measure(name, Objects.requireNonNull(scenarios.get(name)), contestant);
        }
      }
    }
    System.out.println("\n" + sizes + "\n");
    System.out.println(table.markdown());
  }

  private void measure(String name, Scenario scenario, Contestant contestant) throws IOException {
    Path home = Files.createTempDirectory(directory, "bench-");
    ServerUnderTest server = contestant.server(home, scenario.options(home));
    try {
      for (Figure figure : scenario.run(server, sizes)) {
        table.add(contestant, figure);
        System.err.printf(
            "%-14s %-14s %s = %.3f%n", name, contestant.label(), figure.row(), figure.value());
      }
    } catch (RuntimeException e) {
      System.err.printf(
          "%-14s %-14s FAILED: %s%n%s%n", name, contestant.label(), e, tail(server.output()));
    } finally {
      server.close();
      delete(home);
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 2_000));
  }

  private static void delete(Path home) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(home)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
