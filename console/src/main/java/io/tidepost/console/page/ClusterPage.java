package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Health;
import io.tidepost.console.cluster.Sight;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.DisksFact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/// The machines: nodes, the quorum, disks, and moves under way.
public final class ClusterPage implements ConsolePage {

  /// @param leads partitions that it leads
  /// @param holds replicas that it has
  /// @param bytes of its replicas
  public record Machine(
      int id, String address, String rack, boolean controller, int leads, int holds, long bytes) {}

  /// @param total and `usable`: bytes of the file system; -1 when not known
  public record Disk(
      int node, String path, int replicas, long bytes, long total, long usable, String error) {}

  /// @param behind records that it has not yet; -1 when not known
  public record Voter(int id, String role, long logEnd, long behind) {}

  public record Model(
      Health health,
      String clusterId,
      List<Machine> machines,
      List<Voter> voters,
      String quorumRefusal,
      List<Disk> disks,
      List<BalancePage.Move> moves,
      Map<String, Integer> features,
      List<Pace> paces,
      List<Told.Silent> silent) {}

  /// How fast a disk fills up.
  public record Pace(int node, NodeFacts.Disk disk) {}

  private final ClusterFacts facts;

  public ClusterPage(ClusterFacts facts) {
    this.facts = facts;
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/cluster",
        context -> pages.render(context, "cluster", "cluster", "Cluster", model(context)));
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    Sight.Nodes nodes = client.sight().nodes();
    Sight.Topics topics = client.sight().topics();
    List<Voter> voters = List.of();
    String refusal = "";
    try {
      voters = voters(get(client.admin().describeMetadataQuorum().quorumInfo()));
    } catch (ConsoleFailure e) {
      refusal = String.valueOf(e.getMessage());
    }
    List<Disk> disks = disks(client.sight().disks());
    Told<DisksFact.Answer> told = facts.ask(new DisksFact());
    return new Model(
        Health.of(nodes, topics),
        nodes.clusterId(),
        machines(client, nodes, topics, disks),
        voters,
        refusal,
        disks,
        BalancePage.moves(client),
        features(client),
        told.all().stream()
            .flatMap(of -> of.answer().disks().stream().map(disk -> new Pace(of.node(), disk)))
            .toList(),
        told.silent());
  }

  private static List<Machine> machines(
      ClusterClient client, Sight.Nodes nodes, Sight.Topics topics, List<Disk> disks) {
    Map<Integer, Integer> leads = new HashMap<>();
    Map<Integer, Integer> holds = new HashMap<>();
    topics
        .all()
        .forEach(topic -> {
          for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() != null) {
              leads.merge(partition.leader().id(), 1, Integer::sum);
            }
            partition.replicas().forEach(replica -> holds.merge(replica.id(), 1, Integer::sum));
          }
        });
    List<Machine> machines = new ArrayList<>();
    for (Node node : nodes.all()) {
      machines.add(
          new Machine(
              node.id(),
              client.address(node),
              node.rack() == null ? "" : node.rack(),
              node.id() == nodes.controller(),
              leads.getOrDefault(node.id(), 0),
              holds.getOrDefault(node.id(), 0),
              disks.stream().filter(d -> d.node() == node.id()).mapToLong(Disk::bytes).sum()));
    }
    return machines;
  }

  private static List<Voter> voters(QuorumInfo quorum) {
    long newest =
        quorum.voters().stream().mapToLong(QuorumInfo.ReplicaState::logEndOffset).max().orElse(-1);
    List<Voter> all = new ArrayList<>();
    quorum
        .voters()
        .forEach(state ->
            all.add(
                voter(state, newest, state.replicaId() == quorum.leaderId() ? "leader" : "voter")));
    quorum.observers().forEach(state -> all.add(voter(state, newest, "observer")));
    all.sort(Comparator.comparing(Voter::role).thenComparingInt(Voter::id));
    return all;
  }

  private static Voter voter(QuorumInfo.ReplicaState state, long newest, String role) {
    long end = state.logEndOffset();
    return new Voter(state.replicaId(), role, end, end < 0 ? -1 : Math.max(0, newest - end));
  }

  private static List<Disk> disks(Map<Integer, Map<String, LogDirDescription>> all) {
    List<Disk> disks = new ArrayList<>();
    all.forEach((node, directories) ->
        directories.forEach((path, directory) ->
            disks.add(
                new Disk(
                    node,
                    path,
                    directory.replicaInfos().size(),
                    directory.replicaInfos().values().stream().mapToLong(r -> r.size()).sum(),
                    directory.totalBytes().orElse(-1),
                    directory.usableBytes().orElse(-1),
                    directory.error() == null
                        ? ""
                        : String.valueOf(directory.error().getMessage())))));
    disks.sort(Comparator.comparingInt(Disk::node).thenComparing(Disk::path));
    return disks;
  }

  private static Map<String, Integer> features(ClusterClient client) {
    Map<String, Integer> levels = new java.util.TreeMap<>();
    get(client.admin().describeFeatures().featureMetadata())
        .finalizedFeatures()
        .forEach((name, range) -> levels.put(name, (int) range.maxVersionLevel()));
    return levels;
  }
}
