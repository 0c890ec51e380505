package io.tidepost.cli.transaction;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost transaction`.
@Command(
    name = "transaction",
    description = "Look at transactions, find those that nobody ends, and abort them.",
    footer = {
      "  tidepost transaction list --state Ongoing",
      "  tidepost transaction find-hanging",
      "  tidepost transaction abort --topic orders --partition 0 --start-offset 4711"
    },
    subcommands = {
      TransactionList.class,
      TransactionDescribe.class,
      TransactionFindHanging.class,
      TransactionAbort.class
    })
public final class TransactionGroup extends CommandGroup {}
