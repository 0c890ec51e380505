package io.tidepost.cli.config;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost config`.
@Command(
    name = "config",
    description = "Show and change options of topics and brokers.",
    footer = {
      "  tidepost config describe topic orders",
      "  tidepost config set topic orders retention.ms=3600000",
      "  tidepost config delete topic orders retention.ms"
    },
    subcommands = {ConfigDescribe.class, ConfigSet.class, ConfigDelete.class})
public final class ConfigGroup extends CommandGroup {}
