package io.tidepost.cli;

import io.tidepost.operate.Answers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Questions about topics that several commands ask.
public final class Topics {

  private Topics() {}

  /// Names of all topics, internal ones included.
  public static Set<String> names(Admin admin) throws InterruptedException, ExecutionException {
    return admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
  }

  /// Descriptions by name, sorted. A topic that is not there fails with the nearest name that is.
  public static Map<String, TopicDescription> describe(Admin admin, Collection<String> names)
      throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> found = new TreeMap<>();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
      try {
        found.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        throw missing(admin, answer.getKey(), e);
      }
    }
    return found;
  }

  /// One topic's description.
  public static TopicDescription describe(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    return Answers.of(describe(admin, List.of(topic)), topic);
  }

  /// Creates a topic as the cluster's defaults say; one that is there already is fine.
  public static void create(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    try {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(Explain.unwrap(e) instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /// The failure that says so when `thrown` means that the topic is not there; else `thrown`.
  public static <E extends Exception> RuntimeException missing(Admin admin, String topic, E thrown)
      throws InterruptedException, ExecutionException, E {
    Throwable cause = Explain.unwrap(thrown);
    if (cause instanceof InvalidTopicException) {
      return new Failure("'" + topic + "' cannot be a topic's name", thrown);
    }
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new Failure(
          "topic '" + topic + "' does not exist" + Nearest.hint(topic, names(admin)), thrown);
    }
    throw thrown;
  }
}
