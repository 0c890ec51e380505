package io.tidepost.cli.topic;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost topic add-partitions`.
@Command(
    name = "add-partitions",
    description = {
      "Add partitions to a topic. Records that are there stay where they are; the same key may"
          + " land in another partition from now on."
    },
    footer = {"  tidepost topic add-partitions orders 3"})
final class TopicAddPartitions extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "TOPIC", description = "Name of the topic.")
  String topic = "";

  @Parameters(index = "1", paramLabel = "COUNT", description = "How many to add.")
  int count;

  @Override
  protected int run(Admin admin) throws Exception {
    if (count < 1) {
      throw new Failure(
          "COUNT must be at least 1, not " + count + ": partitions cannot be removed");
    }
    int before = Topics.describe(admin, topic).partitions().size();
    int after = Math.addExact(before, count);
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(after))).all().get();
    print(new Table("topic", "partitionsBefore", "partitions").row(topic, before, after));
    return OK;
  }
}
