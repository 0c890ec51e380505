package io.tidepost.broker.server;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.quorum.FollowedLog;
import io.tidepost.quorum.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata log on a node that runs no controller.
final class FollowedEngine implements MetadataEngine {

  private final FollowedLog log;

  FollowedEngine(FollowedLog log) {
    this.log = log;
  }

  @Override
  public MetadataLog log() {
    return log;
  }

  @Override
  public MetadataImage recoveredImage() {
    return MetadataImage.EMPTY;
  }

  @Override
  public void start() {
    // the follower that fetches feeds it
  }

  @Override
  public List<QuorumVoter> voters() {
    return List.of();
  }

  @Override
  public Map<Integer, Long> endOffsets() {
    return Map.of();
  }

  @Override
  public long committedEnd() {
    return log.nextOffset();
  }

  @Override
  public @Nullable CommittedBatches committedBatches() {
    return null;
  }

  @Override
  public FetchedMetadata fetched() {
    return log;
  }

  @Override
  public void followVoters(Consumer<List<QuorumVoter>> target) {
    // it is told by those it fetches from
  }

  @Override
  public CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("this node runs no controller"));
  }

  @Override
  public void resign() {
    // it never leads
  }

  @Override
  public void close(Runnable done) {
    done.run();
  }
}
