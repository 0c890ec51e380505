package io.tidepost.quorum;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// Brings what happens in the consensus library to the metadata loop, in order.
final class RatisLoopEvents implements RatisEvents {

  private final Executor loop;
  private volatile @Nullable RatisMetadataLog target;

  RatisLoopEvents(Executor loop) {
    this.loop = loop;
  }

  void target(RatisMetadataLog log) {
    target = log;
  }

  private void tell(Consumer<RatisMetadataLog> event) {
    loop.execute(() -> {
      RatisMetadataLog log = target;
      if (log != null && !log.isClosed()) {
        event.accept(log);
      }
    });
  }

  @Override
  public void applied(ByteBuffer batch, long term, long index) {
    tell(log -> log.applied(batch, TermIndex.valueOf(term, index)));
  }

  @Override
  public void restored(RatisSnapshot.Content content, long index) {
    tell(log -> log.restored(content, index));
  }

  @Override
  public void leaderReady() {
    tell(RatisMetadataLog::leaderReady);
  }

  @Override
  public void leaderChanged() {
    tell(RatisMetadataLog::look);
  }

  @Override
  public void voters(List<QuorumVoter> now) {
    tell(log -> log.votersAre(now));
  }

  @Override
  public void failed(IOException cause) {
    tell(log -> log.failed(cause));
  }
}
