package io.tidepost.cli.profile;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.OutputOptions;
import io.tidepost.cli.Table;
import java.util.Map;
import picocli.CommandLine.Mixin;

/// A command about the user's profiles; it asks no cluster.
abstract class ProfileCommand extends CliCommand {

  @Mixin OutputOptions output;

  @Override
  public final Integer call() {
    Map<String, String> environment = System.getenv();
    return run(Profiles.read(environment), environment);
  }

  abstract int run(Profiles profiles, Map<String, String> environment);

  /// What was done to a profile.
  final void done(String name, String what) {
    var table = new Table("profile", "done");
    table.row(name, what);
    output.print(terminal.out(), table);
  }
}
