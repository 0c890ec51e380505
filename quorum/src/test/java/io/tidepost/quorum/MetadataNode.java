package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.ConfigRules;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.controller.RegisterBroker;
import io.tidepost.metadata.controller.UnfenceBroker;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.VersionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A node that has nothing but metadata: storage, log and controller on one thread, with the loop
/// as a queue that is run by hand.
final class MetadataNode implements Controller.Observer {

  static final ConfigRules ANY_CONFIG =
      new ConfigRules() {
        @Override
        public @Nullable Failure check(
            ConfigResource resource, Map<String, String> proposed, Map<String, String> current) {
          return null;
        }

        @Override
        public boolean isList(ConfigResource.Type type, String option) {
          return option.equals("cleanup.policy");
        }

        @Override
        public @Nullable String defaultValue(ConfigResource.Type type, String option) {
          return null;
        }
      };

  static final Map<String, Short> FEATURES = Map.of(Features.METADATA_VERSION, (short) 30);

  /// Every feature of Apache Kafka 4.3.
  private static final Map<String, VersionRange> SUPPORTED =
      Map.of(
          Features.METADATA_VERSION,
          new VersionRange((short) 7, (short) 31),
          Features.TRANSACTION_VERSION,
          new VersionRange((short) 0, (short) 2),
          Features.ELR_VERSION,
          new VersionRange((short) 0, (short) 1),
          "group.version",
          new VersionRange((short) 0, (short) 1),
          "share.version",
          new VersionRange((short) 0, (short) 2),
          "streams.version",
          new VersionRange((short) 0, (short) 1));

  final Disk disk;
  final Queue<Runnable> loop = new ArrayDeque<>();
  final List<MetadataChanges> changes = new ArrayList<>();
  final List<String> notices = new ArrayList<>();
  final NodeStorage storage;
  final OneVoterLog log;
  final Controller controller;
  @Nullable IOException failed;

  static Randomness randomness(long seed) {
    var random = new Random(seed);
    return new Randomness() {
      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public int nextInt(int bound) {
        return random.nextInt(bound);
      }
    };
  }

  MetadataNode(Disk disk, List<Path> logDirs, OneVoterConfig config, long seed) throws IOException {
    this(
        disk,
        new NodeStorage.Settings(config.nodeId(), null, logDirs, logDirs.get(0), FEATURES),
        config,
        seed);
  }

  MetadataNode(Disk disk, NodeStorage.Settings settings, OneVoterConfig config, long seed)
      throws IOException {
    this.disk = disk;
    Randomness randomness = randomness(seed);
    storage = NodeStorage.open(disk, settings, randomness, 1_000, notices::add);
    var opening =
        new OneVoterLogOpening(disk, storage.metadataDirectory(), config, notices::add, () -> {});
    controller =
        new Controller(
            config.nodeId(),
            new ControllerRules(
                1,
                (short) 1,
                ANY_CONFIG,
                ControllerPolicy.NONE,
                Map.of(Features.METADATA_VERSION, new VersionRange((short) 7, (short) 31))),
            randomness,
            this);
    log = opening.open(storage::bootstrap, 1_000, Runnable::run, loop::add, controller);
    controller.open(log, log.recoveredImage());
    controller.leads(log.leaderEpoch());
  }

  @Override
  public void changed(MetadataChanges changed, Runnable done) {
    changes.add(changed);
    done.run();
  }

  @Override
  public void failed(IOException cause) {
    failed = cause;
  }

  MetadataImage image() {
    return controller.committed();
  }

  /// Runs the loop until it has nothing to do.
  void turn() {
    for (Runnable next = loop.poll(); next != null; next = loop.poll()) {
      next.run();
    }
  }

  <R> void submit(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    controller.submit(command, 1_000, answer);
  }

  /// Submits, runs the loop, and returns the answer.
  <R> R call(Command<R> command) {
    List<R> results = new ArrayList<>();
    submit(
        command,
        (result, failure) -> {
          if (result == null) {
            throw new AssertionError(String.valueOf(failure));
          }
          results.add(result);
        });
    turn();
    return results.get(0);
  }

  /// Registers and unfences the broker of this node.
  void join(boolean cleanStart, long incarnation) {
    int id = 1;
    var registered =
        call(
            new RegisterBroker(
                id,
                new Uuid(7, incarnation),
                List.of(),
                SUPPORTED,
                null,
                List.copyOf(storage.directoryIds().values())));
    if (registered.failure() != null) {
      throw new AssertionError(registered.failure().message());
    }
    call(new UnfenceBroker(id, registered.brokerEpoch(), cleanStart));
  }

  CreateTopics.Outcome createTopic(String name, int partitions) {
    var outcome =
        call(new CreateTopics(List.of(NewTopic.of(name, partitions, (short) 1)), false)).get(name);
    return java.util.Objects.requireNonNull(outcome);
  }

  /// Stops in good order.
  void stop() {
    boolean[] done = new boolean[1];
    log.close(() -> done[0] = true);
    turn();
    if (!done[0]) {
      throw new AssertionError("not stopped: " + failed);
    }
  }
}
