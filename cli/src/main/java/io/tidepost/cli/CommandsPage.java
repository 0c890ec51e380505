package io.tidepost.cli;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Writes `docs/COMMANDS.md` from the commands' declarations.
public final class CommandsPage {

  private static final String HEAD =
      """
      # The command line

      Made from the commands' own declarations; `tidepost COMMAND --help` says the same. All commands that ask a cluster work with any
      Kafka. What they print with `-o json` and `-o yaml` is in [formats/cli-json.md](formats/cli-json.md).

      Exit codes: 0 done, 1 failed (or what was to be checked is amiss), 2 the command line makes no sense. Data goes to standard output;
      progress, hints and errors go to standard error, an error as one sentence. With `TIDEPOST_DEBUG` set its cause is shown too.

      ## What most commands have in common

      | option | |
      |---|---|
      %s
      ## Profiles

      Clusters have names in `tidepost/config.yaml` under `XDG_CONFIG_HOME`, or under `~/.config`. `tidepost profile` keeps the file, readable
      by its owner only; it may also be written by hand:

      ```yaml
      current: prod                             # used by commands that name none
      profiles:
        prod:
          bootstrap: kafka-1:9093,kafka-2:9093
          registry: https://registry.example.com
          registry-user: ada:${env:REGISTRY_PW} # Basic authentication
          properties:                           # of Kafka's clients
            security.protocol: SASL_SSL
            sasl.mechanism: SCRAM-SHA-512
            sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="ada" password="${file:~/.prod}";
      ```

      `${env:NAME}` stands for a variable of the environment, `${file:PATH}` for what is in a file without its last line feed. They are
      looked up when a command connects. What is wrong with the file is named with its line.

      An option comes before the environment (`TIDEPOST_BOOTSTRAP`, `TIDEPOST_REGISTRY`, `TIDEPOST_REGISTRY_USER`), and that before the
      profile. Which profile: `--profile`, else `TIDEPOST_PROFILE`, else the current one. A profile's properties go to its own brokers
      only: when an option or the environment names others, they are left out unless `--profile` asks for them. So no password reaches a
      cluster that it is not for.

      ## Completion

      `source <(tidepost completion bash)`, or `zsh`; `tidepost completion fish | source`. Names of topics, groups and profiles are completed
      too, by asking the cluster of the line.
      """;

  private CommandsPage() {}

  /// The page.
  public static String page(Cli cli) {
    CommandLine root = cli.commandLine(Terminal.ofProcess());
    var common = new StringBuilder();
    CommandSpec mixed = CommandSpec.create();
    mixed.addMixin("client", CommandSpec.forAnnotatedObject(new ClientOptions()));
    mixed.addMixin("output", CommandSpec.forAnnotatedObject(new OutputOptions()));
    Set<String> known = new TreeSet<>();
    for (OptionSpec option : mixed.options()) {
      known.add(row(option));
      common.append(row(option));
    }
    var text = new StringBuilder(HEAD.formatted(common));
    root.getSubcommands().values().forEach(line -> section(line, 2, known, text));
    return text.toString();
  }

  private static void section(CommandLine line, int level, Set<String> known, StringBuilder text) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    text.append("\n").append("#".repeat(level)).append(" `").append(spec.qualifiedName());
    for (PositionalParamSpec place : spec.positionalParameters()) {
      String label = place.paramLabel();
      String shown = place.arity().max() > 1 ? label + "..." : label;
      text.append(place.arity().min() == 0 ? " [" + shown + "]" : " " + shown);
    }
    text.append("`\n\n").append(plain(spec.usageMessage().description())).append("\n");
    var rows = new StringBuilder();
    for (PositionalParamSpec place : spec.positionalParameters()) {
      rows.append(row("`" + place.paramLabel() + "`", place));
    }
    for (OptionSpec option : spec.options()) {
      if (!known.contains(row(option)) && !option.usageHelp() && !option.hidden()) {
        rows.append(row(option));
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n| | |\n|---|---|\n").append(rows);
    }
    text.append("\n```text\n");
    for (String example : spec.usageMessage().footer()) {
      text.append(example.replace("%%", "%").replaceFirst("^ {2}", "")).append("\n");
    }
    text.append("```\n");
    line.getSubcommands().values().forEach(sub -> section(sub, level + 1, known, text));
  }

  private static String row(OptionSpec option) {
    String names =
        Arrays.stream(option.names()).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    return row(
        option.arity().max() == 0 ? names : names + " `" + option.paramLabel() + "`", option);
  }

  private static String row(String what, ArgSpec argument) {
    return "| " + what.replace("|", "\\|") + " | " + cell(argument) + " |\n";
  }

  private static String cell(ArgSpec argument) {
    return plain(argument.renderedDescription()).replace("|", "\\|");
  }

  private static String plain(String[] lines) {
    return Arrays.stream(lines)
        .map(line -> Help.Ansi.OFF.string(line.replace("%%", "%")))
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .replace("<", "\\<")
        .strip();
  }
}
