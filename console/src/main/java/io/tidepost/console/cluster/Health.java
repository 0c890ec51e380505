package io.tidepost.console.cluster;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/// How the cluster is, in one sentence, and why when it is not well.
///
/// @param level how bad
/// @param sentence for people
/// @param advice what to do; empty when there is nothing to be done
public record Health(Level level, String sentence, String advice) {

  /// How bad it is.
  public enum Level {
    /// Everything is as it should be.
    GOOD,
    /// Everything works, with less to spare than there should be.
    WORRIED,
    /// Something does not work.
    BAD
  }

  private static final int NAMED = 3;

  /// Judges what can be seen.
  public static Health of(Sight.Nodes nodes, Sight.Topics topics) {
    Set<Integer> here = nodes.all().stream().map(Node::id).collect(Collectors.toSet());
    if (!topics.offline().isEmpty()) {
      return new Health(
          Level.BAD,
          count(topics.offline().size(), "partition has", "partitions have")
              + " no leader, so nobody can write or read there: "
              + named(topics.offline())
              + ".",
          away(topics, topics.offline(), here));
    }
    if (!topics.underReplicated().isEmpty()) {
      return new Health(
          Level.WORRIED,
          count(topics.underReplicated().size(), "partition has", "partitions have")
              + " fewer copies in sync than asked for: "
              + named(topics.underReplicated())
              + ".",
          away(topics, topics.underReplicated(), here));
    }
    return new Health(
        Level.GOOD,
        "All is well: "
            + count(nodes.all().size(), "node", "nodes")
            + ", "
            + count(topics.all().size(), "topic", "topics")
            + ", "
            + count(topics.partitions(), "partition", "partitions")
            + ", every copy in sync.",
        "");
  }

  /// Which nodes hold replicas and are not there.
  private static String away(Sight.Topics topics, List<TopicPartition> hurt, Set<Integer> here) {
    Set<Integer> missing = new TreeSet<>();
    for (TopicPartition partition : hurt) {
      TopicDescription topic = topics.topic(partition.topic());
      if (topic != null) {
        for (TopicPartitionInfo info : topic.partitions()) {
          if (info.partition() == partition.partition()) {
            info.replicas().stream()
                .map(Node::id)
                .filter(id -> !here.contains(id))
                .forEach(missing::add);
          }
        }
      }
    }
    if (missing.isEmpty()) {
      return "All nodes that hold copies are there: they are catching up, or a disk of theirs has"
          + " failed. See their logs, and the disks on the page of the cluster.";
    }
    String ids = missing.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (missing.size() == 1
            ? "Node " + ids + " is away: start it"
            : "Nodes " + ids + " are away: start them")
        + ", or move the copies to other nodes with tidepost cluster drain.";
  }

  private static String named(List<TopicPartition> some) {
    String first =
        some.stream().limit(NAMED).map(TopicPartition::toString).collect(Collectors.joining(", "));
    return some.size() > NAMED ? first + " and " + (some.size() - NAMED) + " more" : first;
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
