package io.tidepost.cli.cluster;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost cluster`.
@Command(
    name = "cluster",
    description = "What the cluster says about itself, and where its partitions are.",
    footer = {
      "  tidepost cluster nodes",
      "  tidepost cluster partitions",
      "  tidepost cluster rolling-check 2"
    },
    subcommands = {
      ClusterInfo.class,
      ClusterNodes.class,
      ClusterQuorum.class,
      ClusterPartitions.class,
      ClusterRollingCheck.class,
      ClusterElectLeaders.class,
      ClusterMaintenance.class,
      ClusterDrain.class,
      RebalanceGroup.class
    })
public final class ClusterGroup extends CommandGroup {}
