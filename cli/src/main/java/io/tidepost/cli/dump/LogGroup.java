package io.tidepost.cli.dump;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost log`.
@Command(
    name = "log",
    description = "Look into the files of a data directory, without a running broker.",
    footer = {"  tidepost log dump data/orders-0/00000000000000000000.log"},
    subcommands = {LogDump.class})
public final class LogGroup extends CommandGroup {}
