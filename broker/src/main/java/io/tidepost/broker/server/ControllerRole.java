package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.NodeStorage;
import io.tidepost.quorum.OneVoterConfig;
import io.tidepost.quorum.OneVoterLog;
import io.tidepost.quorum.OneVoterLogOpening;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The controller of this node: the metadata log of its one voter and the decisions on top of it,
/// on the metadata loop.
final class ControllerRole implements ControllerClient {

  private static final Log LOG = Log.of(ControllerRole.class);
  private static final long STOP_SECONDS_MAX = 10;

  private final MetadataLoop loop = new MetadataLoop();
  private final Clock clock;
  private final int nodeId;
  private final Uuid directoryId;
  private final OneVoterLog log;
  private final Controller controller;
  private final ControllerPolicy policy;

  /// Opens the metadata log; everything in it is committed when this returns. Blocks.
  ///
  /// @param logs gives up room that was kept for a full disk; its pool is for what blocks
  ControllerRole(
      NodeStorage storage,
      OneVoterConfig config,
      ControllerRules rules,
      Controller.Observer observer,
      Disk disk,
      Clock clock,
      Randomness randomness,
      LogManager logs)
      throws IOException {
    this.clock = clock;
    this.policy = rules.policy();
    this.nodeId = storage.nodeId();
    this.directoryId = storage.metadataDirectoryId();
    this.controller = new Controller(nodeId, rules, randomness, observer);
    this.log =
        new OneVoterLogOpening(
                disk,
                storage.metadataDirectory(),
                config,
                notice -> LOG.info("{}", notice),
                logs::makeRoomForMetadata)
            .open(storage::bootstrap, clock.wallMillis(), logs.pool()::execute, loop, controller);
    controller.open(log, log.recoveredImage());
    controller.leads(log.leaderEpoch());
  }

  /// What the log held when it was opened.
  MetadataImage recoveredImage() {
    return log.recoveredImage();
  }

  MetadataLoop loop() {
    return loop;
  }

  @Override
  public <R> void submit(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    loop.execute(() -> controller.submit(command, clock.wallMillis(), answer));
  }

  @Override
  public void describeQuorum(Consumer<QuorumDescription> answer) {
    loop.execute(() -> {
      var voter = new QuorumDescription.Voter(nodeId, directoryId, log.nextOffset());
      answer.accept(
          new QuorumDescription(
              nodeId, log.leaderEpoch(), log.committedOffset() + 1, List.of(voter)));
    });
  }

  /// Writes what waits and closes the log in good order. Blocks.
  void close() {
    CountDownLatch closed = new CountDownLatch(1);
    loop.execute(() -> log.close(closed::countDown));
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
}
