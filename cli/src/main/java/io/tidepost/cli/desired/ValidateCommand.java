package io.tidepost.cli.desired;

import io.tidepost.cli.CliCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost validate`.
@Command(
    name = "validate",
    description =
        "Check a file without a cluster. All faults are told at once, each with its line.",
    footer = {"  tidepost validate cluster.yaml"})
public final class ValidateCommand extends CliCommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
  List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    for (Path file : files) {
      DesiredFile.read(file);
      terminal.out().println(file + ": good");
    }
    return OK;
  }
}
