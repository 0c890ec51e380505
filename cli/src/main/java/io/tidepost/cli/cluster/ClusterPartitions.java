package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.ClusterState.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost cluster partitions`.
@Command(
    name = "partitions",
    description = {
      "Show the partitions that want attention, worst first: offline (nobody leads), under-min-isr"
          + " (acks=all is refused), at-min-isr (one more failure and it is), under-replicated (a"
          + " replica is not in sync), moving. Without options all of them but at-min-isr. The exit"
          + " code is 1 when an offline, under-min-isr or under-replicated one is shown."
    },
    footer = {
      "  tidepost cluster partitions",
      "  tidepost cluster partitions --under-min-isr --offline -o json"
    })
final class ClusterPartitions extends KafkaCommand {

  private static final String OFFLINE = "offline";
  private static final String UNDER_MIN = "under-min-isr";
  private static final String AT_MIN = "at-min-isr";
  private static final String UNDER_REPLICATED = "under-replicated";
  private static final String MOVING = "moving";

  @Option(names = "--offline", description = "Those that nobody leads.")
  boolean offline;

  @Option(
      names = "--under-min-isr",
      description = "Those with fewer in-sync replicas than min.insync.replicas.")
  boolean underMin;

  @Option(
      names = "--at-min-isr",
      description = "Those with exactly min.insync.replicas in sync, but fewer than all.")
  boolean atMin;

  @Option(names = "--under-replicated", description = "Those with replicas that are not in sync.")
  boolean underReplicated;

  @Option(names = "--moving", description = "Those that are being reassigned.")
  boolean moving;

  @Override
  protected int run(Admin admin) throws Exception {
    ClusterState state = ClusterState.read(admin);
    List<String> wanted = wanted();
    var table =
        new Table(
            "topic", "partition", "state", "leader", "replicas", "inSync", "eligible", "inSyncMin");
    boolean isIll = false;
    for (String kind : wanted) {
      for (PartitionState partition : state.partitions()) {
        List<String> states = states(partition, state);
        // Each is shown once, with the worst that is asked for.
        if (states.stream().filter(wanted::contains).findFirst().equals(Optional.of(kind))) {
          isIll |=
              states.contains(OFFLINE)
                  || states.contains(UNDER_MIN)
                  || states.contains(UNDER_REPLICATED);
          table.row(
              partition.name().topic(),
              partition.name().partition(),
              states,
              partition.leader() < 0 ? null : partition.leader(),
              partition.replicas(),
              partition.inSync(),
              partition.eligible(),
              partition.inSyncMin());
        }
      }
    }
    print(table);
    return isIll ? FAILED : OK;
  }

  private List<String> wanted() {
    List<String> wanted = new ArrayList<>();
    boolean all = !(offline || underMin || atMin || underReplicated || moving);
    add(wanted, OFFLINE, all || offline);
    add(wanted, UNDER_MIN, all || underMin);
    add(wanted, AT_MIN, atMin);
    add(wanted, UNDER_REPLICATED, all || underReplicated);
    add(wanted, MOVING, all || moving);
    return wanted;
  }

  private static void add(List<String> list, String word, boolean isIn) {
    if (isIn) {
      list.add(word);
    }
  }

  /// As Kafka's metrics of these names mean it.
  private static List<String> states(PartitionState partition, ClusterState state) {
    List<String> states = new ArrayList<>();
    int inSync = partition.inSync().size();
    boolean isShort = inSync < partition.replicas().size();
    add(states, OFFLINE, partition.leader() < 0);
    add(states, UNDER_MIN, inSync < partition.needed());
    add(states, AT_MIN, inSync == partition.needed() && isShort);
    add(states, UNDER_REPLICATED, isShort);
    add(states, MOVING, state.moving().containsKey(partition.name()));
    return states;
  }
}
