package io.tidepost.cli.completion;

import io.tidepost.cli.completion.Words.Choice;
import io.tidepost.cli.completion.Words.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A script for bash, and for zsh by way of its `bashcompinit`. Names of topics, groups and
/// profiles are asked for when they are needed.
final class BashScript {

  private static final String HEAD =
      """
      # Completion of tidepost; made by 'tidepost completion %s'.
      if [ -n "${ZSH_VERSION:-}" ]; then
        autoload -U +X compinit && compinit
        autoload -U +X bashcompinit && bashcompinit
      fi

      # Names that only a cluster or the user's profiles know; where to ask is on the line.
      _tidepost_names() {
        local kind=$1 command=$2 word last='' at=()
        shift 2
        for word in "$@"; do
          case $last in
            -b | --bootstrap-server | --profile | --command-config) at+=("$last" "$word") ;;
          esac
          last=$word
        done
        "$command" completion names "$kind" "${at[@]}" 2>/dev/null
      }

      _tidepost() {
        local line=${COMP_LINE:0:$COMP_POINT} cur='' prev='' path='' word names='' kind='' place=0 i
        local IFS=$' \\t\\n'
        set -f
        local words=($line)
        set +f
        case $line in
          *[[:space:]]) words+=('') ;;
        esac
        local count=${#words[@]}
        cur=${words[count-1]}
        prev=${words[count-2]}
        case $cur in
          --*=*)
            prev=${cur%%%%=*}
            cur=${cur#*=}
            ;;
        esac
        for ((i = 1; i < count - 1; i++)); do
          word=${words[i]}
          case "$path $word" in
            %s) path="$path $word" ;;
            *' -'*)
              case "$path|$word" in
                %s) i=$((i + 1)) ;;
              esac
              ;;
            *) place=$((place + 1)) ;;
          esac
        done
        case "$path|$prev" in
      """;

  private BashScript() {}

  static String of(List<Words> all, String shell) {
    List<String> paths = new ArrayList<>();
    List<String> valued = new ArrayList<>();
    var options = new StringBuilder();
    var commands = new StringBuilder();
    for (Words command : all) {
      String path = command.path().isEmpty() ? "" : " " + command.path();
      if (!path.isEmpty()) {
        paths.add("'" + path + "'");
      }
      for (Choice option : command.options()) {
        if (option.takesValue()) {
          String cases =
              option.names().stream()
                  .map(name -> "'" + path + "|" + name + "'")
                  .collect(Collectors.joining(" | "));
          valued.add(cases);
          options.append("    ").append(cases).append(") ").append(action(option.values()));
          options.append(" ;;\n");
        }
      }
      commands.append(command(command, path));
    }
    return HEAD.formatted(shell, String.join(" | ", paths), String.join(" | ", valued))
        + options
        + """
            *)
              case $path in
        """
        + commands
        + """
              esac
              ;;
          esac
          case $kind in
            '') ;;
            files) COMPREPLY=($(compgen -f -- "$cur")) ;;
            *) names=$(_tidepost_names "$kind" "${words[@]}") ;;
          esac
          case $kind in
            files) type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null ;;
            *) COMPREPLY=($(compgen -W "$names" -- "$cur")) ;;
          esac
          # The shell takes what is before a colon for words of their own.
          case $cur in
            *:*)
              case $COMP_WORDBREAKS in
                *:*) COMPREPLY=("${COMPREPLY[@]#"${cur%:*}":}") ;;
              esac
              ;;
          esac
          return 0
        }

        complete -F _tidepost tidepost ./tidepost
        """;
  }

  private static String command(Words command, String path) {
    var text = new StringBuilder("        '" + path + "')\n          case $cur in\n");
    String options =
        command.options().stream()
            .flatMap(option -> option.names().stream())
            .filter(name -> name.startsWith("--"))
            .collect(Collectors.joining(" "));
    text.append("            -*) names='").append(options).append("' ;;\n            *)\n");
    if (command.subcommands().isEmpty()) {
      List<Values> places = command.positionals();
      if (places.isEmpty()) {
        text.append("              names='").append(options).append("'\n");
      } else {
        text.append("              case $place in\n");
        for (int i = 0; i < places.size(); i++) {
          text.append("                ").append(i == places.size() - 1 ? "*" : i).append(") ");
          text.append(action(places.get(i))).append(" ;;\n");
        }
        text.append("              esac\n");
      }
    } else {
      text.append("              names='")
          .append(String.join(" ", command.subcommands().keySet()))
          .append("'\n");
    }
    return text.append("              ;;\n          esac\n          ;;\n").toString();
  }

  private static String action(Values values) {
    return switch (values.kind()) {
      case NOTHING -> "return 0";
      case WORDS -> "names='" + String.join(" ", values.words()) + "'";
      case FILES -> "kind=files";
      case TOPICS -> "kind=topics";
      case GROUPS -> "kind=groups";
      case PROFILES -> "kind=profiles";
    };
  }
}
