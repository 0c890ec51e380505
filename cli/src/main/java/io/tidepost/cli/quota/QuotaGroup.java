package io.tidepost.cli.quota;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost quota`.
@Command(
    name = "quota",
    description = "Bounds for what users, client ids and addresses may use.",
    footer = {
      "  tidepost quota list",
      "  tidepost quota set --user ada producer_byte_rate=1048576",
      "  tidepost quota remove --user ada producer_byte_rate"
    },
    subcommands = {QuotaList.class, QuotaSet.class, QuotaRemove.class})
public final class QuotaGroup extends CommandGroup {}
