package io.tidepost.cli.completion;

import io.tidepost.cli.CliCommand;
import picocli.CommandLine.Command;

/// `tidepost completion bash|zsh|fish`.
final class CompletionShells {

  private CompletionShells() {}

  /// For bash.
  @Command(
      name = "bash",
      description = "Print the script for bash.",
      footer = {
        "  source <(tidepost completion bash)",
        "  tidepost completion bash > ~/.local/share/bash-completion/completions/tidepost"
      })
  static final class Bash extends CliCommand {
    @Override
    public Integer call() {
      terminal.out().print(BashScript.of(Words.all(everything()), "bash"));
      return OK;
    }
  }

  /// For zsh.
  @Command(
      name = "zsh",
      description = "Print the script for zsh.",
      footer = "  source <(tidepost completion zsh)")
  static final class Zsh extends CliCommand {
    @Override
    public Integer call() {
      terminal.out().print(BashScript.of(Words.all(everything()), "zsh"));
      return OK;
    }
  }

  /// For fish.
  @Command(
      name = "fish",
      description = "Print the script for fish.",
      footer = {
        "  tidepost completion fish | source",
        "  tidepost completion fish > ~/.config/fish/completions/tidepost.fish"
      })
  static final class Fish extends CliCommand {
    @Override
    public Integer call() {
      terminal.out().print(FishScript.of(Words.all(everything())));
      return OK;
    }
  }
}
