package io.tidepost.cli.group;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost group`.
@Command(
    name = "group",
    description =
        "Look at groups of every type (classic, consumer, share, streams), move where they stand,"
            + " delete them.",
    footer = {
      "  tidepost group list",
      "  tidepost group describe billing",
      "  tidepost group reset-offsets billing --topic orders --to-earliest --execute"
    },
    subcommands = {
      GroupList.class,
      GroupDescribe.class,
      GroupResetOffsets.class,
      GroupDeleteOffsets.class,
      GroupDelete.class
    })
public final class GroupGroup extends CommandGroup {}
