package io.tidepost.dist;

import com.sun.management.OperatingSystemMXBean;
import io.tidepost.broker.metric.Latencies;
import io.tidepost.broker.metric.RequestTimes;
import io.tidepost.broker.metric.Writers;
import io.tidepost.broker.net.ConnectionCounts;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.storage.StorageDirectory;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.monitor.Monitor;
import io.tidepost.monitor.figures.GroupLook;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// What this node knows of itself, for its console and for those of other nodes. The room on its
/// disks is watched from the start where there is a console, else from the first question on.
final class ConsoleFacts implements NodeFacts {

  private static final long PATIENCE_SECONDS = 10;
  private static final long SAMPLE_MILLIS = 60_000;
  private static final double MOST = 0.99;
  private static final double MILLIS = 1_000;

  private final Monitor monitor;
  private final DiskSamples samples = new DiskSamples();
  private final AtomicBoolean started = new AtomicBoolean();

  ConsoleFacts(Monitor monitor) {
    this.monitor = monitor;
  }

  /// Watches the disks from now on. To be called as often as one likes.
  void start() {
    if (!started.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual()
        .name("tidepost-disk-samples")
        .start(() -> {
          try {
            while (monitor.server().phase() != Phase.STOPPED) {
              sample();
              Thread.sleep(SAMPLE_MILLIS);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void sample() {
    if (monitor.server().phase() != Phase.SERVING) {
      return;
    }
    cpu(); // the first look has nothing to compare with
    long now = System.currentTimeMillis();
    for (StorageDirectory directory : monitor.server().context().logs().directories()) {
      try {
        if (!directory.isOffline()) {
          samples.add(directory.path().toString(), now, directory.usableBytes());
        }
      } catch (IOException e) {
        // said elsewhere; one sample is missing
      }
    }
  }

  /// The node, which must serve clients.
  BrokerContext context() {
    if (monitor.server().phase() != Phase.SERVING) {
      throw new ConsoleFailure(503, "This node is not ready yet. Try again in a moment.");
    }
    return monitor.server().context();
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ConsoleFailure(503, "This node does not answer: it is too busy.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }

  @Override
  public int node() {
    return monitor.server().nodeId();
  }

  @Override
  public List<Connected> connections() {
    CompletableFuture<ConnectionCounts> answer = new CompletableFuture<>();
    context().metrics().listConnections(answer::complete);
    return await(answer).open().stream()
        .map(one ->
            new Connected(
                one.listener(),
                one.securityProtocol(),
                one.address(),
                one.principal(),
                one.clientId(),
                one.software(),
                one.version(),
                one.openMillis(),
                one.idleMillis(),
                one.requests(),
                one.waiting()))
        .toList();
  }

  @Override
  public List<Writer> writers() {
    CompletableFuture<List<Writers.Writer>> answer = new CompletableFuture<>();
    BrokerContext context = context();
    context.metrics().writers().tell(context.loops(), answer::complete);
    return await(answer).stream()
        .map(one ->
            new Writer(
                one.topic(), one.clientId(), one.principal(), one.lastMillis(), one.requests()))
        .toList();
  }

  @Override
  public List<Rebalance> rebalances(String group) {
    return new GroupLook(context())
        .rebalances(group).stream()
            .map(one -> new Rebalance(one.millis(), one.generation(), one.reason()))
            .toList();
  }

  @Override
  public List<InFlight> inFlight(String group) {
    return new GroupLook(context())
        .inFlight(group).stream()
            .map(one ->
                new InFlight(
                    one.topic(),
                    one.partition(),
                    one.acquired(),
                    one.again(),
                    one.givenUp(),
                    one.deliveriesMax()))
            .toList();
  }

  @Override
  public Produce produce() {
    BrokerContext context = context();
    RequestTimes times =
        monitor.watch().look().recentRequests().getOrDefault("Produce", new RequestTimes());
    Latencies syncs = new Latencies();
    context.logs().directories().forEach(directory -> directory.addSyncs(syncs));
    return new Produce(
        times.total().count(),
        most(times.total()),
        most(times.queue()),
        most(times.local()),
        most(times.remote()),
        most(times.replyQueue()),
        most(syncs),
        cpu(),
        context.quotas().throttledCount());
  }

  private static double most(Latencies latencies) {
    return latencies.quantileSeconds(MOST) * MILLIS;
  }

  private static double cpu() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getCpuLoad()
        : -1;
  }

  @Override
  public List<Disk> disks() {
    return context().logs().directories().stream()
        .map(directory -> {
          String path = directory.path().toString();
          DiskSamples.Pace pace = samples.pace(path);
          return new Disk(path, pace.used(), pace.watchedMillis(), pace.fullMillis());
        })
        .toList();
  }
}
