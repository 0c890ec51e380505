package io.tidepost.cli.profile;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost profile`.
@Command(
    name = "profile",
    description = {
      "Clusters by name, so that commands need not be told where to go and as whom. What an option"
          + " says comes before the environment (TIDEPOST_BOOTSTRAP, TIDEPOST_REGISTRY), and that"
          + " before the profile. A profile's properties go to its own brokers only: where an"
          + " option or the environment names others, they are left out unless --profile asks for"
          + " them."
    },
    footer = {
      "  tidepost profile add prod -b kafka.example.com:9093 --tls --user ada --password-env"
          + " PROD_PW",
      "  tidepost profile use prod",
      "  tidepost topic list                        at prod",
      "  tidepost topic list --profile staging      just this once",
      "",
      "They are kept in ~/.config/tidepost/config.yaml, or in XDG_CONFIG_HOME."
    },
    subcommands = {
      ProfileAdd.class,
      ProfileUse.class,
      ProfileList.class,
      ProfileShow.class,
      ProfileRemove.class
    })
public final class ProfileGroup extends CommandGroup {}
