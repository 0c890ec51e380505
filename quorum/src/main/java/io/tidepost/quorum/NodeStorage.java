package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The node's log directories: checks that they belong together and to this node, and formats what
/// is new. Runs before anything else touches them; blocks.
///
/// Formatting is durable step by step, the metadata directory first, and each step leaves a state
/// from which the next start goes on: no crash in between leaves a node that cannot start.
public final class NodeStorage {

  /// A log directory.
  ///
  /// @param path where it is
  /// @param id its id; [Uuid#ZERO] when it is offline
  /// @param failure why it cannot be used, or `null`
  public record Directory(Path path, Uuid id, @Nullable IOException failure) {}

  private record Found(Path path, @Nullable MetaProperties properties, boolean holdsPartitions) {}

  private final String clusterId;
  private final List<Directory> directories;
  private final Settings settings;
  private final Disk disk;

  private NodeStorage(String clusterId, List<Directory> directories, Settings settings, Disk disk) {
    this.clusterId = clusterId;
    this.directories = directories;
    this.settings = settings;
    this.disk = disk;
  }

  /// What the node knows about itself before it looks at its directories.
  ///
  /// @param nodeId `node.id`
  /// @param clusterId the cluster it shall belong to; `null` to take what is there, or a new one
  /// @param logDirectories `log.dirs` in order
  /// @param metadataDirectory `metadata.log.dir`, or the first of `log.dirs`
  /// @param features levels that a new cluster starts with
  /// @param first further records that a new cluster starts with; asked for only when one is made
  public record Settings(
      int nodeId,
      @Nullable String clusterId,
      List<Path> logDirectories,
      Path metadataDirectory,
      Map<String, Short> features,
      Supplier<List<MetadataRecord>> first) {

    public Settings(
        int nodeId,
        @Nullable String clusterId,
        List<Path> logDirectories,
        Path metadataDirectory,
        Map<String, Short> features) {
      this(nodeId, clusterId, logDirectories, metadataDirectory, features, List::of);
    }
  }

  /// What is known of a node before its cluster is.
  ///
  /// @param clusterId the cluster that its directories are formatted for, `null` for none
  /// @param metadataDirectoryId id of the directory of the metadata log, now and after formatting
  /// @param followsQuorum whether its metadata comes from a quorum of several voters
  /// @param votesAlone whether it has a metadata log of its own that nobody else votes on
  public record Identity(
      @Nullable String clusterId,
      Uuid metadataDirectoryId,
      boolean followsQuorum,
      boolean votesAlone) {}

  /// Looks who the node is, and settles the id of its metadata directory, which others are told
  /// before anything is formatted. Blocks.
  public static Identity identify(Disk disk, Settings settings, Randomness randomness)
      throws IOException {
    String clusterId = null;
    Uuid directoryId = null;
    for (Path path : all(settings)) {
      MetaProperties properties = look(disk, path).properties();
      if (properties != null) {
        clusterId = clusterId == null ? properties.clusterId() : clusterId;
        directoryId =
            path.equals(settings.metadataDirectory()) ? properties.directoryId() : directoryId;
      }
    }
    Path metadata = settings.metadataDirectory();
    Path directory = metadata.resolve(MetadataFiles.DIRECTORY);
    boolean followsQuorum = disk.exists(directory.resolve(VotersFile.NAME));
    boolean votesAlone = !followsQuorum && hasMetadata(disk, directory);
    return new Identity(
        clusterId,
        directoryId == null ? DirectoryIdFile.settle(disk, metadata, randomness) : directoryId,
        followsQuorum,
        votesAlone);
  }

  /// Checks and formats.
  ///
  /// @param notice told, in sentences, what an operator should know
  /// @throws UnusableStorageException when the node must not start on what is there
  public static NodeStorage open(
      Disk disk, Settings settings, Randomness randomness, long nowMillis, Consumer<String> notice)
      throws IOException {
    Map<Path, Directory> offline = new HashMap<>();
    List<Found> found = new ArrayList<>();
    for (Path path : all(settings)) {
      try {
        found.add(look(disk, path));
      } catch (UnusableStorageException e) {
        throw e;
      } catch (IOException e) {
        if (path.equals(settings.metadataDirectory())) {
          throw new UnusableStorageException(
              path, " cannot be used, and it holds the metadata log: " + e.getMessage());
        }
        notice.accept("log directory " + path + " is offline: " + e.getMessage());
        offline.put(path, new Directory(path, Uuid.ZERO, e));
      }
    }
    String clusterId = checkIdentity(settings, found);
    checkMetadata(disk, settings, found);
    if (clusterId == null) {
      clusterId = Uuid.random(randomness).toString();
      notice.accept("formatting a new cluster with the cluster id " + clusterId);
    }
    var formatter = new Formatter(disk, settings, clusterId, randomness, nowMillis, notice);
    formatter.writeBootstrap();
    Map<Path, Directory> usable = new HashMap<>();
    for (Found directory : found) {
      usable.put(directory.path(), formatter.format(directory));
    }
    List<Directory> result = new ArrayList<>();
    for (Path path : settings.logDirectories()) {
      Directory directory = usable.getOrDefault(path, offline.get(path));
      if (directory != null) {
        result.add(directory);
      }
    }
    return new NodeStorage(clusterId, List.copyOf(result), settings, disk);
  }

  /// The metadata directory first, so that it is formatted first.
  private static List<Path> all(Settings settings) {
    var paths = new LinkedHashSet<Path>();
    paths.add(settings.metadataDirectory());
    paths.addAll(settings.logDirectories());
    return List.copyOf(paths);
  }

  private static Found look(Disk disk, Path path) throws IOException {
    if (!disk.exists(path)) {
      return new Found(path, null, false);
    }
    if (!disk.isDirectory(path)) {
      throw new IOException(path + " is not a directory");
    }
    boolean holdsPartitions = false;
    for (String name : disk.list(path)) {
      holdsPartitions |=
          isPartition(name)
              && !name.equals(MetadataFiles.DIRECTORY)
              && disk.isDirectory(path.resolve(name));
    }
    Path file = path.resolve(MetaProperties.FILE_NAME);
    MetaProperties properties = null;
    if (disk.exists(file)) {
      byte[] content = disk.readAll(file);
      // Kafka does not sync this file: after a power loss it may be there without content.
      if (!isBlank(content) || holdsPartitions) {
        properties = MetaProperties.parse(file, content);
      }
    }
    return new Found(path, properties, holdsPartitions);
  }

  /// A topic's name, a dash, and a number.
  private static boolean isPartition(String name) {
    int dash = name.lastIndexOf('-');
    for (int i = dash + 1; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return dash > 0 && dash < name.length() - 1;
  }

  private static boolean isBlank(byte[] content) {
    for (byte b : content) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// All directories must name the same cluster, this node, and different directory ids.
  private static @Nullable String checkIdentity(Settings settings, List<Found> found)
      throws UnusableStorageException {
    String clusterId = settings.clusterId();
    String from = "the configuration";
    Map<Uuid, Path> byId = new HashMap<>();
    for (Found directory : found) {
      MetaProperties properties = directory.properties();
      if (properties == null) {
        continue;
      }
      Path file = directory.path().resolve(MetaProperties.FILE_NAME);
      if (clusterId == null) {
        clusterId = properties.clusterId();
        from = file.toString();
      } else if (!clusterId.equals(properties.clusterId())) {
        throw new UnusableStorageException(
            file,
            " has cluster.id=" + properties.clusterId() + ", but " + from + " has " + clusterId);
      }
      if (properties.nodeId() >= 0 && properties.nodeId() != settings.nodeId()) {
        throw new UnusableStorageException(
            file,
            " has node.id="
                + properties.nodeId()
                + ", but the configuration has node.id="
                + settings.nodeId());
      }
      if (properties.directoryId() != null) {
        Path other = byId.put(properties.directoryId(), file);
        if (other != null) {
          throw new UnusableStorageException(
              file,
              " has directory.id="
                  + properties.directoryId()
                  + ", and so has "
                  + other
                  + ": one was copied from the other");
        }
      }
    }
    return clusterId;
  }

  /// Partitions without the metadata that describes them must not be served, and a metadata log
  /// must not be left behind in another directory.
  private static void checkMetadata(Disk disk, Settings settings, List<Found> found)
      throws IOException {
    Path expected = settings.metadataDirectory().resolve(MetadataFiles.DIRECTORY);
    if (hasMetadata(disk, expected)) {
      return;
    }
    for (Found directory : found) {
      Path other = directory.path().resolve(MetadataFiles.DIRECTORY);
      if (!other.equals(expected) && hasMetadata(disk, other)) {
        throw new UnusableStorageException(
            other,
            " holds the metadata log, but the configuration expects it in "
                + expected
                + ": set metadata.log.dir="
                + directory.path());
      }
    }
    for (Found directory : found) {
      if (directory.holdsPartitions()) {
        throw new UnusableStorageException(
            expected,
            " holds no metadata log, but "
                + directory.path()
                + " holds partitions: the metadata that names their topics is lost; restore it, or"
                + " start with empty directories");
      }
    }
  }

  private static boolean hasMetadata(Disk disk, Path directory) throws IOException {
    if (!disk.isDirectory(directory)) {
      return false;
    }
    if (disk.exists(directory.resolve(VotersFile.NAME))) {
      return true; // the records are with the voters
    }
    for (String name : disk.list(directory)) {
      boolean isLog = MetadataFiles.segmentOffset(name) >= 0;
      if ((isLog || MetadataFiles.snapshot(name) != null)
          && disk.size(directory.resolve(name)) > 0) {
        return true;
      }
    }
    return false;
  }

  /// The cluster.
  public String clusterId() {
    return clusterId;
  }

  /// The entries of `log.dirs`, in their order, offline ones included.
  public List<Directory> directories() {
    return directories;
  }

  /// The directory that holds `__cluster_metadata-0`.
  public Path metadataDirectory() {
    return settings.metadataDirectory();
  }

  /// Id of the directory that holds `__cluster_metadata-0`.
  public Uuid metadataDirectoryId() {
    return Objects.requireNonNull(
        directoryIds().get(metadataDirectory()), "the metadata log's directory is offline");
  }

  /// `node.id`.
  public int nodeId() {
    return settings.nodeId();
  }

  /// The records that an empty metadata log begins with. Reads a file: asked only when needed.
  public List<MetadataRecord> bootstrap() throws IOException {
    Path file = settings.metadataDirectory().resolve(MetadataFiles.BOOTSTRAP);
    return disk.exists(file)
        ? BootstrapRecords.read(disk, file)
        : BootstrapRecords.of(settings.features());
  }

  /// Ids of the directories that are online, by path.
  public Map<Path, Uuid> directoryIds() {
    Map<Path, Uuid> ids = new LinkedHashMap<>();
    for (Directory directory : directories) {
      if (directory.failure() == null) {
        ids.put(directory.path(), directory.id());
      }
    }
    return ids;
  }

  /// The writing half.
  private record Formatter(
      Disk disk,
      Settings settings,
      String clusterId,
      Randomness randomness,
      long nowMillis,
      Consumer<String> notice) {

    /// Writes the bootstrap records of a node that has no metadata yet, unless they are there.
    void writeBootstrap() throws IOException {
      Path directory = settings.metadataDirectory();
      if (hasMetadata(disk, directory.resolve(MetadataFiles.DIRECTORY))) {
        return;
      }
      create(directory);
      Path file = directory.resolve(MetadataFiles.BOOTSTRAP);
      if (disk.exists(file)) {
        try {
          BootstrapRecords.read(disk, file);
          return;
        } catch (UnusableStorageException e) {
          notice.accept(e.getMessage() + "; it is written anew");
        }
      }
      List<MetadataRecord> records = BootstrapRecords.of(settings.features());
      records.addAll(settings.first().get());
      BootstrapRecords.write(disk, file, records, nowMillis);
    }

    Directory format(Found found) throws IOException {
      MetaProperties old = found.properties();
      if (old != null && old.directoryId() != null && old.nodeId() >= 0) {
        return new Directory(found.path(), old.directoryId(), null);
      }
      create(found.path());
      Uuid settled = DirectoryIdFile.read(disk, found.path());
      Uuid fresh = settled == null ? Uuid.random(randomness) : settled;
      Uuid id = old == null || old.directoryId() == null ? fresh : old.directoryId();
      var properties = new MetaProperties(clusterId, settings.nodeId(), id);
      disk.replaceAtomically(found.path().resolve(MetaProperties.FILE_NAME), properties.format());
      DirectoryIdFile.remove(disk, found.path());
      notice.accept("formatted log directory " + found.path() + " with the directory id " + id);
      return new Directory(found.path(), id, null);
    }

    /// Creates a directory with its parents, durably.
    private void create(Path directory) throws IOException {
      List<Path> missing = new ArrayList<>();
      Path path = directory;
      while (path != null && !disk.exists(path)) {
        missing.add(path);
        path = path.getParent();
      }
      disk.createDirectories(directory);
      for (Path created : missing) {
        Path parent = created.getParent();
        if (parent != null) {
          disk.syncDirectory(parent);
        }
      }
    }
  }
}
