package io.tidepost.cli.load;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost chaos`.
@Command(
    name = "chaos",
    description = {
      "Load any cluster, let faults happen to it one after the other, and report for each how long"
          + " no record was acknowledged; at the end, whether everything that was acknowledged is"
          + " read back, once and in order. The exit code is 1 when it is not, when a fault could"
          + " not be made or mended, and when replicas did not come back in sync.",
      "Faults that need nobody else happen to the load's own topic only: 'leaders' (others lead,"
          + " twice), 'replicas' (they move to other brokers and back), 'settings' (logs roll all"
          + " the time). Commands of yours make all others: a node killed, a disk filled, a link"
          + " cut."
    },
    footer = {
      "  tidepost chaos",
      "  tidepost chaos --faults leaders --rounds 10 --rate 2000",
      "  tidepost chaos --fault kill='ssh node2 pkill -9 java' --mend kill='ssh node2 systemctl"
          + " start tidepost'",
      "  tidepost chaos --faults none --fault pause='kill -STOP 4711' --mend pause='kill -CONT"
          + " 4711' --hold 30s -o json"
    })
public final class ChaosCommand extends KafkaCommand {

  private static final List<String> OWN = List.of("leaders", "replicas", "settings");

  @Option(
      names = "--faults",
      paramLabel = "NAMES",
      split = ",",
      description = {
        "Any of leaders, replicas, settings, or none; default: all that the cluster can take."
      })
  @Nullable List<String> faults;

  @Option(
      names = "--fault",
      paramLabel = "NAME=COMMAND",
      description = "A shell command that makes a fault; can be given several times.")
  Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--mend",
      paramLabel = "NAME=COMMAND",
      description = "A shell command that undoes the fault of this name.")
  Map<String, String> mends = new LinkedHashMap<>();

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "How often each fault happens; default ${DEFAULT-VALUE}.")
  int rounds = 1;

  @Option(
      names = "--hold",
      paramLabel = "SPAN",
      defaultValue = "5s",
      description = "How long a fault lasts before it is undone; default ${DEFAULT-VALUE}.")
  String hold = "5s";

  @Option(
      names = "--pause",
      paramLabel = "SPAN",
      defaultValue = "3s",
      description = {
        "How long to write in peace before each fault and after the last; default"
            + " ${DEFAULT-VALUE}."
      })
  String pause = "3s";

  @Mixin OwnTopic ownTopic = new OwnTopic();

  @Mixin Load load = new Load();

  @Override
  protected int run(Admin admin) throws Exception {
    load.check();
    check();
    Map<String, Object> connection = client.connectionProperties();
    String topic = ownTopic.create(admin);
    try {
      var plan = new ReplicaPlan(admin, topic, load.patienceMillis());
      var times = new ChaosRun.Times(rounds, Times.span(hold), Times.span(pause));
      var chaos = new ChaosRun(plan, chosen(admin, plan), times, ownTopic.partitions);
      var progress = new Progress(terminal.err(), output.structured());
      Load.Outcome outcome;
      // Whoever ends this in the middle of a fault finds it mended.
      Thread mending = new Thread(chaos::stop, "mending");
      Runtime.getRuntime().addShutdownHook(mending);
      chaos.start();
      try {
        outcome = load.run(admin, connection, topic, chaos, progress);
      } finally {
        chaos.stop();
        Runtime.getRuntime().removeShutdownHook(mending);
      }
      var report = new ChaosReport(chaos.happened(), new Report(topic, load.size, outcome));
      if (output.structured()) {
        output.tree(terminal.out(), report.tree());
      } else {
        report.print(terminal.out());
      }
      return report.sound() ? OK : FAILED;
    } finally {
      OwnTopic.delete(admin, topic, terminal.err());
    }
  }

  private void check() {
    if (rounds < 1) {
      throw new Failure("--rounds must be positive, not " + rounds);
    }
    for (String name : mends.keySet()) {
      if (!commands.containsKey(name)) {
        throw new Failure("--mend " + name + " undoes nothing: there is no --fault " + name);
      }
    }
    for (String name : faults == null ? List.<String>of() : faults) {
      if (!OWN.contains(name) && !name.equals("none")) {
        throw new Failure(
            "there is no fault '"
                + name
                + "': --faults takes leaders, replicas, settings or none; others are made with"
                + " --fault NAME=COMMAND");
      }
    }
    if (List.of("none").equals(faults) && commands.isEmpty()) {
      throw new Failure("no faults: name some with --faults or --fault");
    }
  }

  private List<Fault> chosen(Admin admin, ReplicaPlan plan) throws Exception {
    boolean replicated = plan.replicas() > 1;
    List<String> names = new ArrayList<>();
    if (faults == null) {
      names.addAll(replicated ? OWN : List.of("settings"));
    } else {
      names.addAll(faults);
    }
    List<Fault> chosen = new ArrayList<>();
    for (String name : names) {
      if (!replicated && (name.equals("leaders") || name.equals("replicas"))) {
        throw new Failure(
            "the fault '" + name + "' needs two replicas or more: see --replication-factor");
      }
      switch (name) {
        case "leaders" -> chosen.add(new LeaderMoves(plan));
        case "replicas" -> chosen.add(new ReplicaMoves(plan));
        case "settings" -> chosen.add(new SettingChanges(admin, plan.topic()));
        default -> {}
      }
    }
    commands.forEach((name, command) -> chosen.add(new ShellFault(name, command, mends.get(name))));
    return chosen;
  }
}
