package io.tidepost.cli.topic;

import io.tidepost.cli.CommandGroup;
import io.tidepost.cli.transfer.TopicCopy;
import io.tidepost.cli.transfer.TopicExport;
import io.tidepost.cli.transfer.TopicImport;
import picocli.CommandLine.Command;

/// `tidepost topic`.
@Command(
    name = "topic",
    description = "Create, look at, change, copy, export, import and delete topics.",
    footer = {
      "  tidepost topic create orders --partitions 6",
      "  tidepost topic list",
      "  tidepost topic describe orders"
    },
    subcommands = {
      TopicCreate.class,
      TopicList.class,
      TopicDescribe.class,
      TopicAlter.class,
      TopicDelete.class,
      TopicAddPartitions.class,
      TopicCopy.class,
      TopicExport.class,
      TopicImport.class
    })
public final class TopicGroup extends CommandGroup {}
