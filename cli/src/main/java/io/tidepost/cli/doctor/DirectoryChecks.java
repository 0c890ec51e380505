package io.tidepost.cli.doctor;

import io.tidepost.cli.Progress;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Whether a start could use a data directory.
final class DirectoryChecks {

  private static final long LOW_BYTES = 1L << 30;

  private final Findings findings;
  private final int nodeId;
  private @Nullable String clusterId;
  private @Nullable Path clusterIdFrom;

  DirectoryChecks(Findings findings, int nodeId) {
    this.findings = findings;
    this.nodeId = nodeId;
  }

  void check(Path directory) {
    Path existing = directory;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      findings.problem(existing + " is no directory", "let log.dirs name directories");
      return;
    }
    if (!isWritable(existing)) {
      findings.problem(
          existing + " cannot be written to by user " + System.getProperty("user.name"),
          "give it to that user, or let log.dirs name another directory");
      return;
    }
    space(existing);
    if (!existing.equals(directory)) {
      findings.ok(directory + " is not there yet and will be created");
      return;
    }
    lock(directory);
    identity(directory);
  }

  private boolean isWritable(Path directory) {
    try {
      Path probe = Files.createTempFile(directory, ".doctor", ".tmp");
      Files.delete(probe);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void space(Path directory) {
    try {
      long usable = Files.getFileStore(directory).getUsableSpace();
      String left = Progress.size(usable) + " left for " + directory;
      if (usable < LOW_BYTES) {
        findings.problem("the disk is nearly full: " + left, "make room, or use another disk");
      } else {
        findings.ok(left);
      }
    } catch (IOException e) {
      findings.note(
          "how full the disk of " + directory + " is cannot be told: " + e.getMessage(), null);
    }
  }

  private void lock(Path directory) {
    Path file = directory.resolve(".lock");
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        findings.problem(
            directory + " is locked: another broker is using it",
            "stop that one, or let log.dirs name another directory");
      }
    } catch (IOException e) {
      findings.problem(file + " cannot be locked: " + e.getMessage(), "check its owner and rights");
    }
  }

  private void identity(Path directory) {
    Path file = directory.resolve("meta.properties");
    if (!Files.exists(file)) {
      findings.ok(directory + " is not formatted yet and will be");
      return;
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      findings.problem(file + " cannot be read: " + e.getMessage(), "restore it from a copy");
      return;
    }
    String node = properties.getProperty("node.id", properties.getProperty("broker.id"));
    String cluster = properties.getProperty("cluster.id");
    if (node != null && !node.equals(Integer.toString(nodeId))) {
      findings.problem(
          directory + " belongs to node " + node + ", and node.id is " + nodeId,
          "set node.id=" + node + ", or let log.dirs name another directory");
    } else if (clusterId != null && !clusterId.equals(cluster)) {
      findings.problem(
          directory + " belongs to cluster " + cluster + ", " + clusterIdFrom + " to " + clusterId,
          "all directories of log.dirs must be of one cluster");
    } else {
      findings.ok(directory + " belongs to node " + node + " of cluster " + cluster);
      clusterId = cluster;
      clusterIdFrom = directory;
    }
  }
}
