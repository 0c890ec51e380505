package io.tidepost.cli.acl;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost acl`.
@Command(
    name = "acl",
    description = "Say who may do what: list, add and remove access control entries.",
    footer = {
      "  tidepost acl list",
      "  tidepost acl add --user alice --operation read --topic orders --group billing",
      "  tidepost acl remove --user alice"
    },
    subcommands = {AclList.class, AclAdd.class, AclRemove.class})
public final class AclGroup extends CommandGroup {}
