package io.tidepost.cli.profile;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost profile remove`.
@Command(
    name = "remove",
    description = "Forget a profile. The cluster is left alone.",
    footer = {"  tidepost profile remove staging"})
final class ProfileRemove extends ProfileCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the profile.")
  String name = "";

  @Override
  int run(Profiles profiles, Map<String, String> environment) {
    profiles.remove(name);
    profiles.write();
    done(name, "removed");
    return OK;
  }
}
