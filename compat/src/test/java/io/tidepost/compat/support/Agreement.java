package io.tidepost.compat.support;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.TidepostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.awaitility.Awaitility;

/// What several nodes of a cluster say of one topic.
///
/// The controller has decided, and answered, before other brokers hear of it, and a client asks
/// whichever of them it likes. Who goes on from there waits until all of them say the same.
public final class Agreement {
  private static final int METADATA_VERSION = 9;

  /// Long enough for a replica to be started and to catch up.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// A partition as a node describes it.
  public record Place(
      int partition, int leader, int leaderEpoch, List<Integer> replicas, Set<Integer> inSync) {}

  private Agreement() {}

  /// Waits until all of `nodes` say the same of `topic`, every partition has a leader, and `wanted`
  /// holds. They must be running.
  ///
  /// @return what they say, in the order of the partitions
  public static List<Place> await(
      String topic, Predicate<List<Place>> wanted, TidepostProcess... nodes) {
    return awaitAt(topic, wanted, Stream.of(nodes).map(TidepostProcess::bootstrap).toList());
  }

  private static List<Place> awaitAt(
      String topic, Predicate<List<Place>> wanted, List<String> nodes) {
    AtomicReference<List<Place>> agreed = new AtomicReference<>(List.of());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          Set<List<Place>> all = new HashSet<>();
          for (String node : nodes) {
            all.add(described(node, topic));
          }
          List<Place> first = all.iterator().next();
          agreed.set(first);
          return all.size() == 1
              && !first.isEmpty()
              && first.stream().allMatch(place -> place.leader() >= 0)
              && wanted.test(first);
        });
    return Objects.requireNonNull(agreed.get());
  }

  /// Waits until all of `nodes` know `topic`.
  public static void await(String topic, TidepostProcess... nodes) {
    await(topic, _ -> true, nodes);
  }

  /// Waits until all nodes of `bootstrap`, `host:port,…`, know `topic`.
  public static void await(String topic, String bootstrap) {
    awaitAt(topic, _ -> true, List.of(bootstrap.split(",")));
  }

  private static List<Place> described(String node, String topic) {
    String host = node.substring(0, node.lastIndexOf(':'));
    int port = Integer.parseInt(node.substring(host.length() + 1));
    var request =
        new MetadataRequestData()
            .setAllowAutoTopicCreation(false)
            .setTopics(List.of(new MetadataRequestTopic().setName(topic)));
    try (Connection connection = new Connection(host, port)) {
      return connection
          .call(request, new MetadataResponseData(), METADATA_VERSION)
          .topics()
          .stream()
          .flatMap(each -> each.errorCode() == 0 ? each.partitions().stream() : Stream.of())
          .map(each ->
              new Place(
                  each.partitionIndex(),
                  each.leaderId(),
                  each.leaderEpoch(),
                  List.copyOf(each.replicaNodes()),
                  Set.copyOf(each.isrNodes())))
          .sorted(Comparator.comparingInt(Place::partition))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // asked again
    }
  }
}
