package io.tidepost.cli.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What may follow in one command.
///
/// @param path such as `topic list`; empty for `tidepost` itself
/// @param subcommands with what each is for
/// @param options in the order of the help
/// @param positionals one entry per place, the last one for all that follow
record Words(
    String path, Map<String, String> subcommands, List<Choice> options, List<Values> positionals) {

  /// An option, or a place among the parameters.
  ///
  /// @param values `null`-free; [Values#NONE] for an option without a value
  record Choice(List<String> names, String description, boolean takesValue, Values values) {}

  /// Where candidates come from: a list of words, or what the shell or a cluster knows.
  record Values(Kind kind, List<String> words) {
    static final Values NONE = new Values(Kind.NOTHING, List.of());
  }

  /// Kinds of candidates.
  enum Kind {
    NOTHING,
    WORDS,
    FILES,
    TOPICS,
    GROUPS,
    PROFILES
  }

  /// All commands, parents before children.
  static List<Words> all(CommandLine root) {
    List<Words> all = new ArrayList<>();
    collect(root, "", all);
    return all;
  }

  private static void collect(CommandLine line, String path, List<Words> all) {
    CommandSpec spec = line.getCommandSpec();
    Map<String, String> subcommands = new TreeMap<>();
    line.getSubcommands()
        .forEach((name, sub) -> {
          if (!sub.getCommandSpec().usageMessage().hidden()) {
            subcommands.put(name, sentence(sub.getCommandSpec().usageMessage().description()));
          }
        });
    List<Choice> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        options.add(
            new Choice(
                List.of(option.names()),
                sentence(option.description()),
                option.arity().max() > 0,
                values(option, path)));
      }
    }
    List<Values> positionals =
        spec.positionalParameters().stream()
            .sorted(Comparator.comparingInt((PositionalParamSpec p) -> p.index().min()))
            .map(p -> values(p, path))
            .toList();
    all.add(new Words(path, subcommands, options, positionals));
    line.getSubcommands()
        .forEach((name, sub) -> {
          if (!sub.getCommandSpec().usageMessage().hidden()) {
            collect(sub, (path + " " + name).strip(), all);
          }
        });
  }

  private static Values values(ArgSpec argument, String path) {
    if (argument.completionCandidates() != null) {
      List<String> words = new ArrayList<>();
      argument.completionCandidates().forEach(words::add);
      return new Values(Kind.WORDS, words);
    }
    String label = argument.paramLabel();
    boolean profile =
        argument instanceof OptionSpec option
            ? option.longestName().equals("--profile")
            : path.startsWith("profile ") && !path.equals("profile add");
    Kind kind =
        profile
            ? Kind.PROFILES
            : label.startsWith("TOPIC")
                ? Kind.TOPICS
                : label.startsWith("GROUP")
                    ? Kind.GROUPS
                    : label.startsWith("FILE") ? Kind.FILES : Kind.NOTHING;
    return new Values(kind, List.of());
  }

  /// The first sentence, on one line and without what a shell would take for its own.
  private static String sentence(String[] description) {
    String text = String.join(" ", description).replaceAll("\\s+", " ").replace("%%", "%").strip();
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end)).replaceAll("[.:]$", "");
  }
}
