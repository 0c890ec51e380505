package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.cluster.BrokerProbe;
import io.tidepost.broker.cluster.BrokerPulse;
import io.tidepost.broker.cluster.ClusterView;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.Leadership;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.question.NodeQuestions;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.FenceBroker;
import io.tidepost.metadata.image.Broker;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.quorum.SnapshotBytes;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This node among the others, for its handlers.
final class ClusterServices implements ClusterView, BrokerPulse.Listener {

  private static final Log LOG = Log.of(ClusterServices.class);

  /// So long after its last fetch a follower of the metadata is still named.
  private static final long OBSERVED_MILLIS = 300_000;

  private static final int SNAPSHOTS_MAX = 2;

  private final ControllerRole role;
  private final Clock clock;
  private final Loop loop;
  private final Map<Integer, Observer> observers = new ConcurrentHashMap<>();
  private final List<SnapshotBytes> snapshots = new ArrayList<>();
  private final NodeQuestions questions = new NodeQuestions();
  private @Nullable ControllerChannel channel;
  private @Nullable BrokerProbe probe;
  private @Nullable BrokerPulse pulse;
  private volatile @Nullable BrokerConnections brokers;

  /// @param loop where timers run
  ClusterServices(ControllerRole role, Clock clock, Loop loop) {
    this.role = role;
    this.clock = clock;
    this.loop = loop;
  }

  /// What brokers ask each other.
  NodeQuestions questions() {
    return questions;
  }

  /// There are other nodes.
  ///
  /// @param way to their controllers
  /// @param looks whether a broker is gone
  /// @param asks brokers whether they are there
  /// @param others connections to other brokers
  void join(ControllerChannel way, BrokerProbe looks, BrokerPulse asks, BrokerConnections others) {
    brokers = others;
    channel = way;
    probe = looks;
    pulse = asks;
    role.remote(new RemoteCommands(way));
    role.followLeadership(leadership -> {
      way.leaderChanged();
      if (leadership.isHere()) {
        tick();
        role.look(image -> image.brokers().values().forEach(this::lookWhetherGone));
      } else {
        asks.rest();
      }
    });
  }

  /// A controller that has just become active looks who is there: nobody told it of connections.
  private void lookWhetherGone(Broker broker) {
    if (!broker.fenced()) {
      connectionLost(broker.id(), broker.epoch());
    }
  }

  private void tick() {
    role.tick((next, silent) -> {
      BrokerPulse asks = pulse;
      if (asks != null) {
        silent.forEach(broker -> asks.ask(broker, this));
      }
      if (role.leadership().isHere() && next != Long.MAX_VALUE) {
        loop.schedule(Math.clamp(next - clock.wallMillis(), 1, 1000), this::tick);
      }
    });
  }

  @Override
  public void answered(int brokerId, long brokerEpoch) {
    role.answered(brokerId, brokerEpoch);
  }

  @Override
  public void lost(int brokerId, long brokerEpoch) {
    connectionLost(brokerId, brokerEpoch);
  }

  @Override
  public Leadership leadership() {
    return role.leadership();
  }

  @Override
  public boolean forwards() {
    return channel != null && !role.leadership().isHere();
  }

  @Override
  public ControllerChannel channel() {
    ControllerChannel way = channel;
    if (way == null) {
      throw new IllegalStateException("this node is its own controller");
    }
    return way;
  }

  @Override
  public @Nullable BrokerConnections brokers() {
    return brokers;
  }

  @Override
  public void connectionLost(int brokerId, long brokerEpoch) {
    BrokerProbe looks = probe;
    if (looks == null) {
      return;
    }
    role.look(image -> {
      Broker broker = image.brokers().get(brokerId);
      if (role.leadership().isHere()
          && broker != null
          && broker.epoch() == brokerEpoch
          && !broker.fenced()) {
        looks.probe(loop, broker, () -> fence(brokerId, brokerEpoch));
      }
    });
  }

  private void fence(int brokerId, long brokerEpoch) {
    LOG.warn("broker {} is gone: its connection was closed and its port refuses", brokerId);
    role.submitHere(
        new FenceBroker(brokerId, brokerEpoch),
        (outcome, failure) -> {
          Failure why = outcome == null ? failure : outcome.failure();
          if (why != null) {
            LOG.info("broker {} was not fenced: {}", brokerId, why.message());
          }
        });
  }

  @Override
  public void controllerStarted(int controllerId) {
    role.loop().execute(() -> role.engine().started(controllerId));
  }

  @Override
  public void observed(Observer observer) {
    observers.put(observer.id(), observer);
  }

  @Override
  public List<Observer> observers() {
    long oldest = clock.wallMillis() - OBSERVED_MILLIS;
    observers.values().removeIf(observer -> observer.lastFetchMillis() < oldest);
    return observers.values().stream().sorted((a, b) -> Integer.compare(a.id(), b.id())).toList();
  }

  @Override
  public void withBatches(Consumer<@Nullable CommittedBatches> use) {
    role.loop().execute(() -> use.accept(role.engine().committedBatches()));
  }

  @Override
  public void snapshot(Consumer<SnapshotBytes> use) {
    role.look(image -> {
      SnapshotBytes known =
          snapshot(image.provenance().lastOffset() + 1, image.provenance().lastEpoch());
      try {
        SnapshotBytes snapshot =
            known == null ? SnapshotBytes.of(image, clock.wallMillis()) : known;
        if (known == null) {
          keep(snapshot);
        }
        use.accept(snapshot);
      } catch (IOException e) {
        throw new IllegalStateException("a snapshot in memory cannot fail", e);
      }
    });
  }

  private void keep(SnapshotBytes snapshot) {
    synchronized (snapshots) {
      snapshots.add(snapshot);
      while (snapshots.size() > SNAPSHOTS_MAX) {
        snapshots.removeFirst();
      }
    }
  }

  @Override
  public @Nullable SnapshotBytes snapshot(long endOffset, int leaderEpoch) {
    synchronized (snapshots) {
      return snapshots.stream()
          .filter(each -> each.endOffset() == endOffset && each.leaderEpoch() == leaderEpoch)
          .findFirst()
          .orElse(null);
    }
  }

  @Override
  public void changeVoters(VotersChange change, Consumer<@Nullable Failure> answer) {
    role.loop()
        .execute(() -> {
          if (!role.leadership().isHere()) {
            answer.accept(Failure.of(ErrorCode.NOT_CONTROLLER));
            return;
          }
          if (!role.engine().changesVoters()) {
            answer.accept(
                new Failure(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "The metadata log of this node is kept by this node alone. Start it again with"
                        + " controller.quorum.bootstrap.servers naming other controllers, and with"
                        + " a controller listener, and it takes other voters."));
            return;
          }
          List<QuorumVoter> wanted;
          try {
            wanted = change.apply(role.engine().voters());
          } catch (RefusedChange e) {
            answer.accept(e.failure());
            return;
          }
          role.engine()
              .changeVoters(wanted)
              .whenComplete(
                  (done, problem) -> answer.accept(problem == null ? null : failed(problem)));
        });
  }

  private static Failure failed(Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    return new Failure(
        ErrorCode.REQUEST_TIMED_OUT, "The voters were not changed: " + cause.getMessage());
  }
}
