package io.tidepost.cli.completion;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost completion`.
@Command(
    name = "completion",
    description =
        "Print a script that lets a shell complete commands, options, and names of topics, groups"
            + " and profiles.",
    footer = {
      "  source <(tidepost completion bash)                  in this bash",
      "  tidepost completion bash > ~/.local/share/bash-completion/completions/tidepost",
      "  source <(tidepost completion zsh)                   in ~/.zshrc",
      "  tidepost completion fish > ~/.config/fish/completions/tidepost.fish"
    },
    subcommands = {
      CompletionShells.Bash.class,
      CompletionShells.Zsh.class,
      CompletionShells.Fish.class,
      CompletionNames.class
    })
public final class CompletionGroup extends CommandGroup {}
