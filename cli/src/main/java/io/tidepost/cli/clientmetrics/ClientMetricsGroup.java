package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost client-metrics`.
@Command(
    name = "client-metrics",
    description =
        "Say which metrics clients push to the brokers (KIP-714), and show what they pushed.",
    footer = {
      "  tidepost client-metrics set producers --metrics org.apache.kafka.producer. --interval 10s",
      "  tidepost client-metrics list",
      "  tidepost client-metrics show --client shop"
    },
    subcommands = {
      ClientMetricsList.class,
      ClientMetricsSet.class,
      ClientMetricsDelete.class,
      ClientMetricsShow.class
    })
public final class ClientMetricsGroup extends CommandGroup {}
