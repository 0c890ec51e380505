package io.tidepost.operate.move;

import io.tidepost.metadata.balance.Plan.MoveReplicas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/// Bounds how fast replicas are copied, through the options that `kafka-reassign-partitions` sets:
/// a rate on the brokers, and on topics which replicas it is for.
public final class MoveThrottle {

  private static final String LEADER_RATE = "leader.replication.throttled.rate";
  private static final String FOLLOWER_RATE = "follower.replication.throttled.rate";
  private static final String LEADER_REPLICAS = "leader.replication.throttled.replicas";
  private static final String FOLLOWER_REPLICAS = "follower.replication.throttled.replicas";

  private MoveThrottle() {}

  /// Sets the bound for some moves: those that have the records send, those that get them fetch.
  public static void set(Admin admin, List<MoveReplicas> moves, long bytesPerSecond)
      throws InterruptedException, ExecutionException {
    Map<String, List<String>> senders = new TreeMap<>();
    Map<String, List<String>> fetchers = new TreeMap<>();
    Set<Integer> brokers = new TreeSet<>();
    for (MoveReplicas move : moves) {
      brokers.addAll(move.before());
      brokers.addAll(move.after());
      for (int id : move.before()) {
        senders
            .computeIfAbsent(move.topic(), topic -> new ArrayList<>())
            .add(move.partition() + ":" + id);
      }
      for (int id : move.after()) {
        if (!move.before().contains(id)) {
          fetchers
              .computeIfAbsent(move.topic(), topic -> new ArrayList<>())
              .add(move.partition() + ":" + id);
        }
      }
    }
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
    for (int id : answering(admin, brokers)) {
      changes.put(
          broker(id),
          List.of(
              set(LEADER_RATE, Long.toString(bytesPerSecond)),
              set(FOLLOWER_RATE, Long.toString(bytesPerSecond))));
    }
    senders.forEach((topic, replicas) ->
        changes.put(
            topic(topic),
            List.of(
                set(LEADER_REPLICAS, String.join(",", replicas)),
                set(
                    FOLLOWER_REPLICAS,
                    String.join(",", fetchers.getOrDefault(topic, List.of()))))));
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  /// Takes the bounds away.
  public static void remove(Admin admin, Collection<Integer> brokers, Collection<String> topics)
      throws InterruptedException, ExecutionException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    answering(admin, brokers)
        .forEach(id -> changes.put(broker(id), List.of(unset(LEADER_RATE), unset(FOLLOWER_RATE))));
    topics.forEach(name ->
        changes.put(topic(name), List.of(unset(LEADER_REPLICAS), unset(FOLLOWER_REPLICAS))));
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  /// Each broker is asked itself for its options: one that is dead would not answer.
  private static List<Integer> answering(Admin admin, Collection<Integer> brokers)
      throws InterruptedException, ExecutionException {
    Map<Integer, Node> nodes = ClusterState.nodes(admin);
    return brokers.stream()
        .filter(id -> {
          Node node = nodes.get(id);
          return node != null && !node.isFenced();
        })
        .toList();
  }

  private static ConfigResource broker(int id) {
    return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id));
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
  }

  private static AlterConfigOp unset(String name) {
    return new AlterConfigOp(new ConfigEntry(name, ""), OpType.DELETE);
  }
}
