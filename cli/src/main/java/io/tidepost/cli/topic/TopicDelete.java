package io.tidepost.cli.topic;

import io.tidepost.cli.Explain;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Topics;
import io.tidepost.operate.Answers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic delete`.
@Command(
    name = "delete",
    description = {
      "Delete topics with all their records; there is no way back. When one of them is not there,"
          + " none is deleted."
    },
    footer = {"  tidepost topic delete orders", "  tidepost topic delete scratch --if-exists"})
final class TopicDelete extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Names of the topics.")
  List<String> topics = List.of();

  @Option(names = "--if-exists", description = "A topic that is not there is no error.")
  boolean ifExists;

  @Override
  protected int run(Admin admin) throws Exception {
    if (!ifExists) {
      Topics.describe(admin, topics); // a slip in one name deletes none
    }
    Map<String, KafkaFuture<Void>> answers = admin.deleteTopics(topics).topicNameValues();
    var table = new Table("topic", "deleted");
    for (String topic : topics) {
      try {
        Answers.get(answers, topic);
        table.row(topic, true);
      } catch (ExecutionException e) {
        if (!ifExists || !(Explain.unwrap(e) instanceof UnknownTopicOrPartitionException)) {
          throw Topics.missing(admin, topic, e);
        }
        table.row(topic, false);
      }
    }
    print(table);
    return OK;
  }
}
