package io.tidepost.cli.debug;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost debug`.
@Command(
    name = "debug",
    description = "Gather what those who help need to know.",
    footer = {"  tidepost debug bundle --dry-run"},
    subcommands = {DebugBundle.class})
public final class DebugGroup extends CommandGroup {}
