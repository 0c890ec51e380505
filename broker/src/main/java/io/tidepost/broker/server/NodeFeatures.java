package io.tidepost.broker.server;

import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.VersionRange;
import java.util.Map;

/// The features of a node (KIP-584): which levels it can live with, and at which levels a new
/// cluster starts.
final class NodeFeatures {

  /// The `consumer` protocol (KIP-848).
  private static final String GROUP_VERSION = "group.version";

  private static final short GROUP_HIGHEST = 1;

  /// The `streams` protocol (KIP-1071).
  private static final String STREAMS_VERSION = "streams.version";

  private static final short STREAMS_HIGHEST = 1;

  private static final String SHARE_VERSION = "share.version";

  /// Share groups (KIP-932): the highest level that Apache Kafka 4.3 knows, so that it can start on
  /// our directory.
  private static final short SHARE_INITIAL = 1;

  /// The level that Kafka gave to dead-letter topics (KIP-1191).
  private static final short SHARE_HIGHEST = 2;

  /// What this node supports.
  static final Map<String, VersionRange> SUPPORTED =
      Map.of(
          Features.METADATA_VERSION,
          new VersionRange(
              RecordVersions.LOWEST_METADATA_VERSION, RecordVersions.HIGHEST_METADATA_VERSION),
          Features.TRANSACTION_VERSION,
          new VersionRange((short) 0, Features.HIGHEST_TRANSACTION_VERSION),
          GROUP_VERSION,
          new VersionRange((short) 0, GROUP_HIGHEST),
          STREAMS_VERSION,
          new VersionRange((short) 0, STREAMS_HIGHEST),
          SHARE_VERSION,
          new VersionRange((short) 0, SHARE_HIGHEST),
          Features.ELR_VERSION,
          new VersionRange((short) 0, Features.HIGHEST_ELR_VERSION));

  /// What a new cluster starts with.
  static final Map<String, Short> INITIAL =
      Map.of(
          Features.METADATA_VERSION,
          RecordVersions.DEFAULT_METADATA_VERSION,
          Features.TRANSACTION_VERSION,
          Features.HIGHEST_TRANSACTION_VERSION,
          GROUP_VERSION,
          GROUP_HIGHEST,
          STREAMS_VERSION,
          STREAMS_HIGHEST,
          SHARE_VERSION,
          SHARE_INITIAL,
          Features.ELR_VERSION,
          Features.HIGHEST_ELR_VERSION);

  private NodeFeatures() {}
}
