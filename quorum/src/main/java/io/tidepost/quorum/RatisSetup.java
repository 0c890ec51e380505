package io.tidepost.quorum;

import io.tidepost.base.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the metadata log of several voters is opened with.
///
/// @param config its options
/// @param clusterId the cluster; voters of another one are not heard
/// @param founders the voters of a log that has none of its own yet; empty on a node that may only
///   join
/// @param disk the node's disk
/// @param metadataDirectory the log directory that holds `__cluster_metadata-0`
/// @param bootstrap records that an empty log begins with
/// @param io pool for what blocks
/// @param loop the metadata loop; must not run tasks within `execute`
/// @param nowMillis wall-clock time
/// @param notice told, in sentences, what an operator should know
/// @param tls between voters, `null` for none
public record RatisSetup(
    RatisConfig config,
    String clusterId,
    List<QuorumVoter> founders,
    Disk disk,
    Path metadataDirectory,
    OneVoterLogOpening.Bootstrap bootstrap,
    Executor io,
    Executor loop,
    long nowMillis,
    Consumer<String> notice,
    @Nullable RatisTls tls) {

  /// `__cluster_metadata-0`.
  Path directory() {
    return metadataDirectory.resolve(MetadataFiles.DIRECTORY);
  }
}
