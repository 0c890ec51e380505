package io.tidepost.quorum;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// The consensus library's options. Elections are quick and preceded by a pre-vote, so that a voter
/// that was away does not unseat a leader; buffers are small, since metadata is.
final class RatisProperties {

  /// Largest unit: beyond this the library refuses an entry.
  static final int ENTRY_BYTES_MAX = 8 << 20;

  private static final int ENTRY_OVERHEAD = 64 << 10;
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final int PREALLOCATED_BYTES = 256 << 10;
  private static final int SNAPSHOT_CHUNK_BYTES = 1 << 20;
  private static final int CACHED_SEGMENTS_MAX = 2;

  /// How long a voter that is being added may not answer. By itself the library gives up after
  /// three election timeouts, in which a node that is just starting on a busy machine may well not
  /// have said a word; nobody waits for it but whoever adds it.
  private static final int JOIN_SECONDS_MAX = 30;

  private RatisProperties() {}

  static RaftProperties of(RatisConfig config, File storage) {
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(storage));
    RaftServerConfigKeys.setRemovedGroupsDir(properties, new File(storage, "removed"));
    elections(config, properties);
    log(properties);
    // A pause of the machine costs the lead, never the membership.
    RaftServerConfigKeys.setCloseThreshold(
        properties, TimeDuration.valueOf(Integer.MAX_VALUE, TimeUnit.SECONDS));
    RaftServerConfigKeys.setStagingTimeout(
        properties, TimeDuration.valueOf(JOIN_SECONDS_MAX, TimeUnit.SECONDS));
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 0);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
    GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Server.setPort(properties, config.port());
    return properties;
  }

  private static void elections(RatisConfig config, RaftProperties properties) {
    int timeout = config.electionTimeoutMillis();
    Rpc.setTimeoutMin(properties, millis(timeout));
    Rpc.setTimeoutMax(properties, millis(2 * timeout));
    Rpc.setFirstElectionTimeoutMin(properties, millis(timeout / 4));
    Rpc.setFirstElectionTimeoutMax(properties, millis(timeout));
    Rpc.setRequestTimeout(properties, millis(config.requestTimeoutMillis()));
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
  }

  private static void log(RaftProperties properties) {
    Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
    Log.setPreallocatedSize(properties, SizeInBytes.valueOf(PREALLOCATED_BYTES));
    Log.setWriteBufferSize(properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX + 2 * ENTRY_OVERHEAD));
    Log.setSegmentCacheNumMax(properties, CACHED_SEGMENTS_MAX);
    Log.setPurgeUptoSnapshotIndex(properties, true);
    Log.setPurgeGap(properties, 1);
    Log.Appender.setBufferByteLimit(
        properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX + ENTRY_OVERHEAD));
    Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf(SNAPSHOT_CHUNK_BYTES));
    Log.Appender.setInstallSnapshotEnabled(properties, true);
  }

  private static TimeDuration millis(int millis) {
    return TimeDuration.valueOf(Math.max(1, millis), TimeUnit.MILLISECONDS);
  }
}
