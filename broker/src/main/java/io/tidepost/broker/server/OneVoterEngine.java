package io.tidepost.broker.server;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.quorum.OneVoterLog;
import io.tidepost.quorum.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata log that this node alone votes on.
final class OneVoterEngine implements MetadataEngine {

  private final QuorumVoter self;
  private final OneVoterLog log;
  private final MetadataLog.Listener listener;

  OneVoterEngine(QuorumVoter self, OneVoterLog log, MetadataLog.Listener listener) {
    this.self = self;
    this.log = log;
    this.listener = listener;
  }

  @Override
  public MetadataLog log() {
    return log;
  }

  @Override
  public MetadataImage recoveredImage() {
    return log.recoveredImage();
  }

  @Override
  public void start() {
    listener.leads(log.leaderEpoch());
  }

  @Override
  public List<QuorumVoter> voters() {
    return List.of(self);
  }

  @Override
  public Map<Integer, Long> endOffsets() {
    return Map.of(self.id(), log.nextOffset());
  }

  @Override
  public long committedEnd() {
    return log.committedOffset() + 1;
  }

  @Override
  public CommittedBatches committedBatches() {
    return log.committedBatches();
  }

  @Override
  public @Nullable FetchedMetadata fetched() {
    return null;
  }

  @Override
  public void followVoters(Consumer<List<QuorumVoter>> target) {
    // it stays alone
  }

  @Override
  public CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("this metadata log has one voter"));
  }

  @Override
  public void resign() {
    // there is nobody to take over
  }

  @Override
  public void close(Runnable done) {
    log.close(done);
  }
}
