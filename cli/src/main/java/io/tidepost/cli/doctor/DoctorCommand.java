package io.tidepost.cli.doctor;

import io.tidepost.cli.CliCommand;
import picocli.CommandLine.Command;

/// `tidepost doctor`.
@Command(name = "doctor")
public final class DoctorCommand extends CliCommand {
  @Override
  public Integer call() {
    return OK;
  }
}
