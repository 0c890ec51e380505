package io.tidepost.quorum;

import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.VersionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A voter of a quorum of several: metadata log and controller on a loop of its own.
final class QuorumNode implements Controller.Observer, AutoCloseable {

  static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  final int id;
  final List<String> notices = new CopyOnWriteArrayList<>();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final ExecutorService io = Executors.newCachedThreadPool();
  private final Controller controller;
  final RatisMetadataLog log;
  private volatile MetadataImage image;
  private volatile boolean active;
  private volatile int leader = -1;
  volatile @Nullable IOException failed;

  QuorumNode(int id, Path directory, List<QuorumVoter> voters, int port, long bytesBetweenSnapshots)
      throws IOException {
    this.id = id;
    controller =
        new Controller(
            id,
            new ControllerRules(
                1,
                (short) 1,
                MetadataNode.ANY_CONFIG,
                ControllerPolicy.NONE,
                Map.of(Features.METADATA_VERSION, new VersionRange((short) 7, (short) 31))),
            SystemRandomness.INSTANCE,
            this);
    RealDisk.INSTANCE.createDirectories(directory);
    log =
        RatisMetadataLog.open(
            new RatisSetup(
                new RatisConfig(id, bytesBetweenSnapshots, 0, 300, 1000, port),
                CLUSTER,
                voters,
                RealDisk.INSTANCE,
                directory,
                () -> BootstrapRecords.of(MetadataNode.FEATURES),
                io,
                loop,
                1000,
                notices::add,
                null),
            controller);
    image = log.recoveredImage();
    controller.open(log, log.recoveredImage());
    log.start();
  }

  @Override
  public void changed(MetadataChanges changes, Runnable done) {
    image = changes.after();
    done.run();
  }

  @Override
  public void leaderChanged(int leaderId, int leaderEpoch, boolean isActive) {
    leader = leaderId;
    active = isActive;
  }

  @Override
  public void failed(IOException cause) {
    failed = cause;
  }

  MetadataImage image() {
    return image;
  }

  boolean isActive() {
    return active;
  }

  int leader() {
    return leader;
  }

  /// Submits and waits for the answer.
  <R> CompletableFuture<R> submit(Command<R> command) {
    CompletableFuture<R> result = new CompletableFuture<>();
    loop.execute(() ->
        controller.submit(
            command,
            2000,
            (answer, failure) -> {
              if (answer != null) {
                result.complete(answer);
              } else {
                result.completeExceptionally(new IOException(text(failure)));
              }
            }));
    return result;
  }

  private static String text(@Nullable Failure failure) {
    return failure == null ? "no answer" : failure.error() + ": " + failure.message();
  }

  @Override
  public void close() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(() -> log.close(done::countDown));
    done.await();
    loop.shutdownNow();
    io.shutdownNow();
  }
}
