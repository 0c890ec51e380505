package io.tidepost.cli.cluster;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost cluster`.
@Command(
    name = "cluster",
    description = "What the cluster says about itself.",
    footer = {"  tidepost cluster info"},
    subcommands = {ClusterInfo.class})
public final class ClusterGroup extends CommandGroup {}
