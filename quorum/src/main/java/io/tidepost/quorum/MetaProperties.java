package io.tidepost.quorum;

import io.tidepost.base.Uuid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The file `meta.properties` of a log directory (KIP-631, KIP-858): to which cluster and node it
/// belongs, and the directory's own id. Its presence means that the directory is formatted.
///
/// @param clusterId the cluster
/// @param nodeId the node; -1 when the file does not say
/// @param directoryId the directory; `null` when the file does not say (before Kafka 3.7)
public record MetaProperties(String clusterId, int nodeId, @Nullable Uuid directoryId) {

  /// Name of the file.
  public static final String FILE_NAME = "meta.properties";

  private static final String VERSION = "version";
  private static final String CLUSTER_ID = "cluster.id";
  private static final String NODE_ID = "node.id";
  private static final String BROKER_ID = "broker.id";
  private static final String DIRECTORY_ID = "directory.id";

  /// Reads the content of the file.
  ///
  /// @param file for messages
  static MetaProperties parse(Path file, byte[] content) throws UnusableStorageException {
    Map<String, String> entries = entries(new String(content, StandardCharsets.UTF_8));
    String version = entries.get(VERSION);
    if ("0".equals(version)) {
      throw new UnusableStorageException(
          file,
          " has version=0: this directory was written by a Kafka that used ZooKeeper; migrate it"
              + " to KRaft with Kafka 3.9 first");
    }
    if (!"1".equals(version)) {
      throw new UnusableStorageException(
          file,
          version == null
              ? " has no version: it is damaged"
              : " has version=" + version + ", but only version=1 is known");
    }
    String clusterId = entries.get(CLUSTER_ID);
    if (clusterId == null || clusterId.isEmpty()) {
      throw new UnusableStorageException(file, " names no cluster.id: it is damaged");
    }
    return new MetaProperties(clusterId, nodeId(file, entries), directoryId(file, entries));
  }

  private static int nodeId(Path file, Map<String, String> entries)
      throws UnusableStorageException {
    String text = entries.getOrDefault(NODE_ID, entries.getOrDefault(BROKER_ID, "-1"));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UnusableStorageException(file, " has node.id=" + text + ", which is not a number");
    }
  }

  private static @Nullable Uuid directoryId(Path file, Map<String, String> entries)
      throws UnusableStorageException {
    String text = entries.get(DIRECTORY_ID);
    if (text == null) {
      return null;
    }
    try {
      return Uuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableStorageException(
          file, " has directory.id=" + text + ", which is not an identifier");
    }
  }

  private static Map<String, String> entries(String text) {
    Map<String, String> entries = new TreeMap<>();
    for (String line : text.split("\\R", -1)) {
      String trimmed = line.strip();
      int equals = trimmed.indexOf('=');
      if (equals > 0 && trimmed.charAt(0) != '#' && trimmed.charAt(0) != '!') {
        entries.put(
            trimmed.substring(0, equals).strip(),
            trimmed.substring(equals + 1).strip().replace("\\", ""));
      }
    }
    return entries;
  }

  /// The content of the file.
  byte[] format() {
    var text = new StringBuilder("#\n");
    text.append(CLUSTER_ID).append('=').append(clusterId).append('\n');
    if (directoryId != null) {
      text.append(DIRECTORY_ID).append('=').append(directoryId).append('\n');
    }
    text.append(NODE_ID).append('=').append(nodeId).append('\n');
    return text.append(VERSION).append("=1\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
