package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Randomness;
import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.Leadership;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata of this node and, if it runs one, its controller: the metadata log and the
/// decisions on top of it, on the metadata loop.
final class ControllerRole implements ControllerClient {

  private static final Log LOG = Log.of(ControllerRole.class);
  private static final long STOP_SECONDS_MAX = 10;

  private final MetadataLoop loop = new MetadataLoop();
  private final Clock clock;
  private final MetadataEngine engine;
  private final Controller controller;
  private final ControllerPolicy policy;
  private final List<Consumer<Leadership>> followers = new CopyOnWriteArrayList<>();
  private volatile Leadership leadership = Leadership.NONE;
  private volatile @Nullable RemoteCommands remote;

  /// Whether nothing is decided any more; on the metadata loop.
  private boolean closing;

  /// Opens the metadata log. Blocks.
  ControllerRole(
      int nodeId,
      ControllerRules rules,
      Controller.Observer observer,
      Clock clock,
      Randomness randomness,
      MetadataEngine.Opening opening)
      throws IOException {
    this.clock = clock;
    this.policy = rules.policy();
    this.controller = new Controller(nodeId, rules, randomness, new Observing(observer));
    this.engine = opening.open(loop, controller);
    controller.open(engine.log(), engine.recoveredImage());
  }

  /// Takes note of who leads on the way to the observer.
  private final class Observing implements Controller.Observer {
    private final Controller.Observer observer;

    Observing(Controller.Observer observer) {
      this.observer = observer;
    }

    @Override
    public void changed(MetadataChanges changes, Runnable done) {
      observer.changed(changes, done);
    }

    @Override
    public void leaderChanged(int leaderId, int leaderEpoch, boolean isActive) {
      Leadership now = new Leadership(leaderId, leaderEpoch, isActive);
      leadership = now;
      observer.leaderChanged(leaderId, leaderEpoch, isActive);
      followers.forEach(follower -> follower.accept(now));
    }

    @Override
    public void failed(IOException cause) {
      observer.failed(cause);
    }
  }

  /// Begins to lead or to follow. Blocks until the log takes part, not until there is a leader.
  void start() throws IOException {
    engine.start();
  }

  /// What the log held when it was opened.
  MetadataImage recoveredImage() {
    return engine.recoveredImage();
  }

  MetadataLoop loop() {
    return loop;
  }

  MetadataEngine engine() {
    return engine;
  }

  Leadership leadership() {
    return leadership;
  }

  /// Tells `follower` whenever who leads changes, on the metadata loop.
  void followLeadership(Consumer<Leadership> follower) {
    followers.add(follower);
  }

  /// Where commands go while another node's controller is active.
  void remote(RemoteCommands commands) {
    remote = commands;
  }

  /// Looks at the newest committed metadata, on the metadata loop.
  void look(Consumer<MetadataImage> target) {
    loop.execute(() -> target.accept(controller.committed()));
  }

  /// Does what the controller has to do at this time; see [Controller#tick].
  ///
  /// @param next told when to come back, and whom to ask, on the metadata loop
  void tick(BiConsumer<Long, List<Broker>> next) {
    loop.execute(() -> {
      if (closing) {
        return;
      }
      long now = clock.wallMillis();
      long again = controller.tick(now);
      next.accept(again, controller.toAsk(now));
    });
  }

  /// A broker that was asked answered.
  void answered(int brokerId, long brokerEpoch) {
    loop.execute(() -> controller.answered(brokerId, brokerEpoch, clock.wallMillis()));
  }

  /// A broker had not answered this node for some time before its controller became active.
  void silentBefore(int brokerId, long millis) {
    loop.execute(() -> controller.silentBefore(brokerId, millis, clock.wallMillis()));
  }

  @Override
  public <R> void submit(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    RemoteCommands elsewhere = remote;
    if (elsewhere != null && !leadership.isHere()) {
      elsewhere.submit(command, answer);
    } else {
      submitHere(command, answer);
    }
  }

  @Override
  public <R> void submitHere(
      Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    loop.execute(() -> {
      if (closing) {
        answer.accept(null, Failure.of(ErrorCode.NOT_CONTROLLER));
      } else {
        controller.submit(command, clock.wallMillis(), answer);
      }
    });
  }

  @Override
  public void describeQuorum(Consumer<QuorumDescription> answer) {
    loop.execute(() -> {
      Leadership now = leadership;
      Map<Integer, Long> ends = engine.endOffsets();
      List<QuorumDescription.Voter> voters = new ArrayList<>();
      for (QuorumVoter voter : engine.voters()) {
        voters.add(
            new QuorumDescription.Voter(
                voter.id(),
                voter.directoryId(),
                ends.getOrDefault(voter.id(), -1L),
                voter.host(),
                voter.port()));
      }
      voters.sort(Comparator.comparingInt(QuorumDescription.Voter::id));
      answer.accept(
          new QuorumDescription(now.leaderId(), now.leaderEpoch(), engine.committedEnd(), voters));
    });
  }

  /// Writes what waits and closes the log in good order. Blocks.
  void close() {
    CountDownLatch closed = new CountDownLatch(1);
    loop.execute(() -> {
      closing = true;
      engine.close(closed::countDown);
    });
    try {
      if (!closed.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.warn("the metadata log was not closed within {} s", STOP_SECONDS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.close();
    policy.close();
  }

  /// Whether a leader is known.
  boolean knowsLeader() {
    return leadership.leaderId() != MetadataLog.NO_LEADER;
  }
}
