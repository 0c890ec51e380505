package io.tidepost.cli.completion;

import io.tidepost.cli.completion.Words.Choice;
import io.tidepost.cli.completion.Words.Values;
import java.util.List;
import java.util.stream.Collectors;

/// A script for fish.
final class FishScript {

  private static final String HEAD =
      """
      # Completion of tidepost; made by 'tidepost completion fish'.
      set -g __tidepost_paths %s

      # Whether the line so far is this command, such as 'topic list'.
      function __tidepost_at
          set -l path ''
          for word in (commandline -opc)[2..-1]
              set -l longer (string trim -- "$path $word")
              if contains -- $longer $__tidepost_paths
                  set path $longer
              end
          end
          test "$path" = "$argv[1]"
      end

      # Names that only a cluster or the user's profiles know; where to ask is on the line.
      function __tidepost_names
          set -l at
          set -l last ''
          for word in (commandline -opc)
              if contains -- $last -b --bootstrap-server --profile --command-config
                  set at $at $last $word
              end
              set last $word
          end
          set -l command (commandline -opc)[1]
          $command completion names $argv[1] $at 2>/dev/null
      end

      complete -c tidepost -f
      """;

  private FishScript() {}

  static String of(List<Words> all) {
    String paths =
        all.stream()
            .filter(command -> !command.path().isEmpty())
            .map(command -> quoted(command.path()))
            .collect(Collectors.joining(" "));
    var text = new StringBuilder(HEAD.formatted(paths));
    for (Words command : all) {
      String at = "complete -c tidepost -n " + quoted("__tidepost_at '" + command.path() + "'");
      command
          .subcommands()
          .forEach((name, what) ->
              text.append(at)
                  .append(" -a ")
                  .append(name)
                  .append(" -d ")
                  .append(quoted(what))
                  .append('\n'));
      for (Choice option : command.options()) {
        text.append(at);
        for (String name : option.names()) {
          text.append(
              name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.takesValue()) {
          text.append(option.values().kind() == Words.Kind.FILES ? " -r" : " -x");
          text.append(candidates(option.values()));
        }
        text.append(" -d ").append(quoted(option.description())).append('\n');
      }
      command.positionals().stream()
          .distinct()
          .map(FishScript::candidates)
          .filter(candidates -> !candidates.isEmpty())
          .forEach(candidates -> text.append(at).append(candidates).append('\n'));
    }
    return text.toString();
  }

  private static String candidates(Values values) {
    return switch (values.kind()) {
      case NOTHING -> "";
      case WORDS -> " -a " + quoted(String.join(" ", values.words()));
      case FILES -> " -F";
      case TOPICS -> " -a '(__tidepost_names topics)'";
      case GROUPS -> " -a '(__tidepost_names groups)'";
      case PROFILES -> " -a '(__tidepost_names profiles)'";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
