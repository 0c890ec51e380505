package io.tidepost.broker.server;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.quorum.QuorumVoter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata log of this node, whoever votes on it. Belongs to the metadata loop, unless said
/// otherwise.
interface MetadataEngine {

  /// Opens an engine.
  interface Opening {

    /// Blocks.
    ///
    /// @param listener hears nothing before [MetadataEngine#start]
    MetadataEngine open(MetadataLoop loop, MetadataLog.Listener listener) throws IOException;
  }

  MetadataLog log();

  /// What the log held when it was opened, all of it committed.
  MetadataImage recoveredImage();

  /// Begins; the listener hears of everything from now on. Blocks; on the thread that starts the
  /// node.
  void start() throws IOException;

  /// Who votes; without an address where that is not known here.
  List<QuorumVoter> voters();

  /// How far the voters are, by node id: the offset behind the last record that each is known to
  /// have.
  Map<Integer, Long> endOffsets();

  /// Offset behind the last committed record.
  long committedEnd();

  /// Offset behind the last record in this node's own log, committed or not; [Long#MAX_VALUE] where
  /// nobody else could know better. Blocks; any thread, after the start.
  default long ownEnd() throws IOException {
    return Long.MAX_VALUE;
  }

  /// The newest committed batches, `null` on a node that has none to hand out.
  @Nullable CommittedBatches committedBatches();

  /// What is fed by fetching, `null` on a node that never has to.
  @Nullable FetchedMetadata fetched();

  /// Tells `target` who votes, whenever that changes, on the metadata loop.
  void followVoters(Consumer<List<QuorumVoter>> target);

  /// Whether who votes can be changed while the log goes on.
  default boolean changesVoters() {
    return false;
  }

  /// Changes who votes, one voter at a time. Completes on any thread.
  CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted);

  /// Another controller was started just now.
  default void started(int controllerId) {}

  /// The process of the leader is gone: this voter stands for election at once.
  default void stand(int leaderId) {}

  /// Gives the lead to another voter, if there is one. Blocks; on any thread.
  void resign();

  /// Ends in good order.
  ///
  /// @param done run on the metadata loop when everything is on disk
  void close(Runnable done);
}
