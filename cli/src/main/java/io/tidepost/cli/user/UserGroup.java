package io.tidepost.cli.user;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost user`.
@Command(
    name = "user",
    description = "Create, list and delete users who log in with a password (SCRAM).",
    footer = {
      "  tidepost user create alice < password.txt",
      "  tidepost user list",
      "  tidepost user delete alice"
    },
    subcommands = {UserCreate.class, UserList.class, UserDelete.class})
public final class UserGroup extends CommandGroup {}
