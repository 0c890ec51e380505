package io.tidepost.quorum;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Disk;
import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.MetadataImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of one voter becomes one that others can join, and a crash on the way costs nothing.
class OneVoterHandoverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What changes something on a disk.
  private static final Set<String> CHANGES =
      Set.of(
          "open",
          "rename",
          "deleteIfExists",
          "createDirectories",
          "syncDirectory",
          "deleteTree",
          "replaceAtomically");

  private static final OneVoterConfig CONFIG = new OneVoterConfig(1, 1 << 20, 1 << 20, 0);

  @TempDir Path home;

  private long endOffset;
  private int epoch;

  @BeforeEach
  void aNodeAlone() throws IOException {
    var node = new MetadataNode(RealDisk.INSTANCE, List.of(home.resolve("before")), CONFIG, 7);
    node.join(true, 1);
    node.createTopic("orders", 3);
    endOffset = node.log.nextOffset();
    epoch = node.log.leaderEpoch();
    node.log.close(); // as a kill would leave it
  }

  private Path copy(String name) throws IOException {
    Path from = home.resolve("before");
    Path to = home.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  private static RatisSetup setup(Disk disk, Path directory, int port) {
    return new RatisSetup(
        new RatisConfig(1, 1 << 20, 0, 300, 1000, port),
        QuorumNode.CLUSTER,
        List.of(new QuorumVoter(1, new Uuid(9, 1), "127.0.0.1", port)),
        disk,
        directory,
        () -> {
          throw new IOException("the log is not empty");
        },
        Runnable::run,
        Runnable::run,
        1000,
        notice -> {},
        null);
  }

  private static MetadataImage imageOf(Path directory) throws IOException {
    RatisSetup setup = setup(RealDisk.INSTANCE, directory, 1);
    Path group =
        RatisNode.storage(setup.directory())
            .resolve(
                RatisPeers.group(setup.clusterId(), setup.founders())
                    .getGroupId()
                    .getUuid()
                    .toString());
    try (Stream<Path> files = Files.list(group.resolve("sm"))) {
      Path snapshot =
          files.filter(file -> !file.toString().endsWith(".md5")).findFirst().orElseThrow();
      return RatisSnapshot.read(RealDisk.INSTANCE, setup.directory(), snapshot).image();
    }
  }

  @Test
  void whereverItStopsTheNextStartGoesOn() throws IOException {
    int stops = 0;
    boolean isThrough = false;
    while (!isThrough) {
      Path directory = copy("stopped-" + stops);
      var disk = new StoppingDisk(stops);
      try {
        OneVoterHandover.run(setup(disk.seen(), directory, 1), CONFIG, () -> {});
        isThrough = true;
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).endsWith("stopped"), e.toString());
        OneVoterHandover.run(setup(RealDisk.INSTANCE, directory, 1), CONFIG, () -> {});
      }
      MetadataImage image = imageOf(directory);
      assertNotNull(image.topics().byName("orders"), "stopped at " + stops);
      assertTrue(image.provenance().lastOffset() >= endOffset, "offsets go on");
      assertTrue(image.provenance().lastEpoch() > epoch, "leader epochs go on");
      stops++;
    }
    assertTrue(stops > 15, "only " + stops + " places to stop at");
  }

  @Test
  void theLogGoesOnAndOthersJoinIt() throws Exception {
    Path directory = home.resolve("before");
    int port = freePort();
    int port2 = freePort();
    OneVoterHandover.run(setup(RealDisk.INSTANCE, directory, port), CONFIG, () -> {});
    QuorumVoter first = new QuorumVoter(1, new Uuid(9, 1), "127.0.0.1", port);
    QuorumVoter second = new QuorumVoter(2, new Uuid(9, 2), "127.0.0.1", port2);
    try (var one = new QuorumNode(1, directory, List.of(first), port, 1 << 20)) {
      await().atMost(PATIENCE).until(one::isActive);
      assertTrue(one.log.leaderEpoch() > epoch + 1, "in a later leader epoch");
      assertNotNull(one.image().topics().byName("orders"));
      one.submit(new CreateTopics(List.of(NewTopic.of("payments", 1, (short) 1)), false)).get();
      try (var two = new QuorumNode(2, home.resolve("two"), List.of(), port2, 1 << 20)) {
        one.log.quorum().changeVoters(List.of(first, second)).get();
        await().atMost(PATIENCE).until(() -> two.image().topics().byName("payments") != null);
        assertEquals(
            Objects.requireNonNull(one.image().topics().byName("orders")).id(),
            Objects.requireNonNull(two.image().topics().byName("orders")).id());
        assertEquals(one.image().provenance().lastOffset(), two.image().provenance().lastOffset());
        one.log.quorum().changeVoters(List.of(first)).get();
      }
      one.submit(new CreateTopics(List.of(NewTopic.of("alone", 1, (short) 1)), false)).get();
      assertNotNull(one.image().topics().byName("alone"));
    }
    try (var again = new QuorumNode(1, directory, List.of(), port, 1 << 20)) {
      await().atMost(PATIENCE).until(again::isActive);
      assertNotNull(again.image().topics().byName("alone"));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// A disk that lets so many changes through and then none, as if the process had been killed.
  private static final class StoppingDisk {
    private int left;

    StoppingDisk(int changes) {
      left = changes;
    }

    Disk seen() {
      return (Disk)
          Proxy.newProxyInstance(
              Disk.class.getClassLoader(),
              new Class<?>[] {Disk.class},
              (self, method, arguments) -> {
                if (CHANGES.contains(method.getName()) && left-- <= 0) {
                  throw new IOException("stopped");
                }
                try {
                  return method.invoke(RealDisk.INSTANCE, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }
  }
}
