package io.tidepost.cli.group;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/// Topics and partitions as somebody types them: `orders` is all of it, `orders:0,2` two
/// partitions.
final class Partitions {

  /// By topic, then by partition number.
  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private Partitions() {}

  /// The partitions that the words name, sorted; fails when one is not there.
  static Set<TopicPartition> named(Admin admin, List<String> words)
      throws InterruptedException, ExecutionException {
    Set<TopicPartition> all = new TreeSet<>(ORDER);
    for (String word : words) {
      int colon = word.indexOf(':');
      String topic = colon < 0 ? word : word.substring(0, colon);
      TopicDescription found = Topics.describe(admin, topic);
      int count = found.partitions().size();
      for (int partition : colon < 0 ? upTo(count) : numbers(word, colon + 1)) {
        if (partition >= count) {
          throw new Failure(
              "topic '" + topic + "' has no partition " + partition + ", only 0 to " + (count - 1));
        }
        all.add(new TopicPartition(topic, partition));
      }
    }
    return all;
  }

  /// Whether a word names this partition, which need not be there any more.
  static boolean matches(String word, TopicPartition partition) {
    int colon = word.indexOf(':');
    String topic = colon < 0 ? word : word.substring(0, colon);
    return topic.equals(partition.topic())
        && (colon < 0 || numbers(word, colon + 1).contains(partition.partition()));
  }

  static List<Integer> numbers(String word, int from) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (String part : word.substring(from).split(",", -1)) {
      if (!part.matches("\\d{1,9}")) {
        throw new Failure("partitions are numbers, as in 'orders:0,2', not '" + word + "'");
      }
      numbers.add(Integer.parseInt(part));
    }
    return new ArrayList<>(numbers);
  }

  private static List<Integer> upTo(int count) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i);
    }
    return all;
  }
}
