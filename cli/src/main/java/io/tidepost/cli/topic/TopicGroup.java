package io.tidepost.cli.topic;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost topic`.
@Command(
    name = "topic",
    description = "Create, look at, change and delete topics.",
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
      TopicAddPartitions.class
    })
public final class TopicGroup extends CommandGroup {}
