package io.tidepost.broker.server;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.quorum.RatisMetadataLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The metadata log with several voters, on a node that is one of them or may become one.
final class RatisEngine implements MetadataEngine {

  private final RatisMetadataLog log;
  private final IntConsumer listening;

  /// @param listening told the port of the consensus library on the loopback interface
  RatisEngine(RatisMetadataLog log, IntConsumer listening) {
    this.log = log;
    this.listening = listening;
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
  public void start() throws IOException {
    log.start();
    listening.accept(log.port());
  }

  @Override
  public List<QuorumVoter> voters() {
    return log.voters();
  }

  @Override
  public Map<Integer, Long> endOffsets() {
    return log.voterEndOffsets();
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
  public FetchedMetadata fetched() {
    return log;
  }

  @Override
  public void followVoters(Consumer<List<QuorumVoter>> target) {
    log.followVoters(target);
  }

  @Override
  public boolean changesVoters() {
    return true;
  }

  @Override
  public CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted) {
    return log.quorum().changeVoters(wanted);
  }

  @Override
  public void started(int controllerId) {
    log.quorum().started(controllerId);
  }

  @Override
  public long ownEnd() throws IOException {
    return log.quorum().endOffset();
  }

  @Override
  public void stand(int leaderId) {
    log.quorum().stand(leaderId);
  }

  @Override
  public void resign() {
    log.quorum().resign();
  }

  @Override
  public void close(Runnable done) {
    log.close(done);
  }
}
