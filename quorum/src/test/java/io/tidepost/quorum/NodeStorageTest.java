package io.tidepost.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStorageTest {

  @TempDir Path root;
  private Path a = Path.of("a");
  private Path b = Path.of("b");
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void paths() {
    a = root.resolve("deep/a");
    b = root.resolve("b");
  }

  private NodeStorage open(int nodeId, @Nullable String clusterId, Path... dirs)
      throws IOException {
    return NodeStorage.open(
        RealDisk.INSTANCE,
        new NodeStorage.Settings(nodeId, clusterId, List.of(dirs), dirs[0], MetadataNode.FEATURES),
        MetadataNode.randomness(notices.size() + 1),
        1_000,
        notices::add);
  }

  private String refusal(int nodeId, @Nullable String clusterId, Path... dirs) {
    return String.valueOf(
        assertThrows(UnusableStorageException.class, () -> open(nodeId, clusterId, dirs))
            .getMessage());
  }

  private void withMetadata(Path dir) throws IOException {
    Files.createDirectories(dir.resolve("__cluster_metadata-0"));
    Files.writeString(dir.resolve("__cluster_metadata-0/00000000000000000000.log"), "x");
  }

  @Test
  void formatsOnceAndFindsTheSameAgain() throws IOException {
    var first = open(1, null, a, b);
    var second = open(1, null, a, b);
    assertEquals(first.clusterId(), second.clusterId());
    assertEquals(first.directoryIds(), second.directoryIds());
    assertEquals(2, first.directoryIds().values().stream().distinct().count());
    assertEquals(1, first.bootstrap().size());
    assertEquals(first.bootstrap(), second.bootstrap());
    String properties = Files.readString(a.resolve("meta.properties"));
    assertTrue(properties.contains("version=1\n"), properties);
    assertTrue(properties.contains("cluster.id=" + first.clusterId() + "\n"), properties);
  }

  @Test
  void aDirectoryThatIsAddedLaterIsFormatted() throws IOException {
    var first = open(1, null, a);
    withMetadata(a);
    var second = open(1, null, a, b);
    assertEquals(first.clusterId(), second.clusterId());
    assertNotEquals(Uuid.ZERO, second.directoryIds().get(b));
  }

  @Test
  void differentClustersAndNodesAreNamedWithFileAndBothValues() throws IOException {
    String clusterA = open(1, null, a).clusterId();
    String clusterB = open(1, null, b).clusterId();
    assertEquals(
        b.resolve("meta.properties")
            + " has cluster.id="
            + clusterB
            + ", but "
            + a.resolve("meta.properties")
            + " has "
            + clusterA,
        refusal(1, null, a, b));
    assertEquals(
        a.resolve("meta.properties")
            + " has cluster.id="
            + clusterA
            + ", but the configuration has other",
        refusal(1, "other", a));
    assertEquals(
        a.resolve("meta.properties") + " has node.id=1, but the configuration has node.id=2",
        refusal(2, null, a));
  }

  @Test
  void aCopiedDirectoryIsRefused() throws IOException {
    open(1, null, a);
    Files.createDirectories(b);
    Files.copy(a.resolve("meta.properties"), b.resolve("meta.properties"));
    assertTrue(refusal(1, null, a, b).contains("one was copied from the other"));
  }

  @Test
  void partitionsWithoutMetadataAreRefused() throws IOException {
    open(1, null, a, b);
    Files.createDirectories(b.resolve("orders-0"));
    assertEquals(
        a.resolve("__cluster_metadata-0")
            + " holds no metadata log, but "
            + b
            + " holds partitions: the metadata that names their topics is lost; restore it, or"
            + " start with empty directories",
        refusal(1, null, a, b));
    withMetadata(a);
    assertNotNull(open(1, null, a, b));
  }

  @Test
  void aMetadataLogInAnotherDirectoryIsPointedOut() throws IOException {
    open(1, null, a, b);
    withMetadata(b);
    assertTrue(refusal(1, null, a, b).contains("set metadata.log.dir=" + b));
  }

  @Test
  void anEmptyMetaPropertiesOfAnInterruptedFormattingIsWrittenAnew() throws IOException {
    Files.createDirectories(a);
    Files.write(a.resolve("meta.properties"), new byte[122]);
    assertNotNull(open(1, null, a).clusterId());
    Files.createDirectories(b.resolve("orders-0"));
    Files.write(b.resolve("meta.properties"), new byte[0]);
    withMetadata(a);
    assertTrue(refusal(1, null, a, b).contains("has no version: it is damaged"));
  }

  @Test
  void zooKeepersDirectoriesAndGarbageAreRefused() throws IOException {
    Files.createDirectories(a);
    Files.writeString(a.resolve("meta.properties"), "version=0\nbroker.id=1\ncluster.id=x\n");
    assertTrue(refusal(1, null, a).contains("used ZooKeeper"));
    Files.writeString(a.resolve("meta.properties"), "version=7\n");
    assertTrue(refusal(1, null, a).contains("has version=7"));
    Files.writeString(a.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=one\n");
    assertTrue(refusal(1, null, a).contains("node.id=one"));
  }

  @Test
  void aDirectoryThatCannotBeUsedIsOfflineAndTheMetadataDirectoryIsFatal() throws IOException {
    Files.writeString(b, "a file");
    var storage = open(1, null, a, b);
    assertEquals(1, storage.directoryIds().size());
    assertEquals(2, storage.directories().size());
    assertNotNull(storage.directories().get(1).failure());
    assertTrue(refusal(1, null, b, a).contains("it holds the metadata log"));
  }
}
