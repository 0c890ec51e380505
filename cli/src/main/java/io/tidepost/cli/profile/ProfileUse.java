package io.tidepost.cli.profile;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost profile use`.
@Command(
    name = "use",
    description = "Use a profile from now on, in all terminals.",
    footer = {
      "  tidepost profile use prod",
      "  export TIDEPOST_PROFILE=prod               in this terminal only"
    })
final class ProfileUse extends ProfileCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the profile.")
  String name = "";

  @Override
  int run(Profiles profiles, Map<String, String> environment) {
    profiles.use(name);
    profiles.write();
    done(name, "in use");
    return OK;
  }
}
