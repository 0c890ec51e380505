package io.tidepost.cli.cluster;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost cluster rebalance`.
@Command(
    name = "rebalance",
    description = {
      "Spread partitions over the brokers: make a plan with reasons, look at it, run it, stop it,"
          + " take it back."
    },
    footer = {
      "  tidepost cluster rebalance plan --save plan.json",
      "  tidepost cluster rebalance run plan.json --throttle 20M",
      "  tidepost cluster rebalance stop",
      "  tidepost cluster rebalance reverse plan.json"
    },
    subcommands = {
      RebalancePlan.class,
      RebalanceRun.class,
      RebalanceStop.class,
      RebalanceReverse.class
    })
final class RebalanceGroup extends CommandGroup {}
