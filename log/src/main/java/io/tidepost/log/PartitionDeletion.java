package io.tidepost.log;

import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.file.Path;

/// Removes a whole partition: its directory is renamed at once, so that a topic of the same name
/// can be created, and deleted after `file.delete.delay.ms`.
final class PartitionDeletion implements LogWork {

  /// End of the name of a directory that is to be deleted.
  static final String SUFFIX = "-delete";

  private static final int NAME_MAX = 255;

  private final LogState log;
  private final Path renamed;

  private PartitionDeletion(LogState log, Path renamed) {
    this.log = log;
    this.renamed = renamed;
  }

  static void start(LogState log, Uuid unique) throws IOException {
    String tail = "." + hex(unique) + SUFFIX;
    String name = log.topicPartition.toString();
    // Kafka cuts the topic's name so that the directory's name stays within 255 characters.
    name = name.substring(0, Math.min(name.length(), NAME_MAX - tail.length()));
    Path renamed = log.directory.resolveSibling(name + tail);
    try {
      log.disk().rename(log.directory, renamed);
    } catch (IOException e) {
      throw log.failed("renaming " + log.directory + " for deletion", e);
    }
    log.environment.work().accept(new PartitionDeletion(log, renamed));
  }

  private static String hex(Uuid unique) {
    return "%016x%016x".formatted(unique.mostSignificantBits(), unique.leastSignificantBits());
  }

  @Override
  public Kind kind() {
    return Kind.DELETE;
  }

  @Override
  public long delayMillis() {
    return log.config.fileDeleteDelayMillis();
  }

  @Override
  public void run() throws IOException {
    log.disk().deleteTree(renamed);
  }

  @Override
  public void completed() {
    // The log is closed already.
  }

  @Override
  public void failed(IOException failure) {
    // The name ends in -delete: the next start tries again.
    log.environment
        .events()
        .warning(
            log.topicPartition,
            "removing %s failed: %s".formatted(renamed, LogState.reason(failure)));
  }
}
