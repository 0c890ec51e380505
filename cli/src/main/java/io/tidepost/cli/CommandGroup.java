package io.tidepost.cli;

import picocli.CommandLine.ParameterException;

/// A command that only holds others, such as `topic`.
public abstract class CommandGroup extends CliCommand {

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
