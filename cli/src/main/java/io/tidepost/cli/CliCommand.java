package io.tidepost.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands have in common: `--help` and a terminal.
@Command(
    sortOptions = false,
    usageHelpWidth = 100,
    abbreviateSynopsis = true,
    headerHeading = "",
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n")
public abstract class CliCommand implements Callable<Integer> {

  /// Exit code of a command that did its work.
  public static final int OK = 0;

  /// Exit code of a command that could not, or that found what it was asked to look for amiss.
  public static final int FAILED = 1;

  /// Exit code for a command line that makes no sense.
  public static final int USAGE = 2;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 1000,
      description = "Show this help.")
  boolean helpRequested;

  @Spec protected CommandSpec spec;

  /// Set by the factory before parsing.
  protected Terminal terminal = Terminal.ofProcess();

  private Supplier<CommandLine> everything = () -> spec.root().commandLine();

  final void attach(Terminal to, Supplier<CommandLine> all) {
    terminal = to;
    everything = all;
  }

  /// `tidepost` with all its commands, of which usually only the one that runs is built.
  protected final CommandLine everything() {
    return everything.get();
  }
}
