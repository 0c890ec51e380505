package io.tidepost.quorum;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a node asks of the quorum beside appending: who votes, and who leads.
///
/// Belongs to the metadata loop, but for [#resign] and [#endOffset].
public final class RatisQuorum {

  private final RatisNode node;
  private final Executor io;
  private final int self;
  private final Supplier<List<QuorumVoter>> voters;
  private final long recoveredEnd;

  /// @param recoveredEnd offset behind the last record of the snapshot that the node started from
  RatisQuorum(
      RatisNode node,
      Executor io,
      int self,
      Supplier<List<QuorumVoter>> voters,
      long recoveredEnd) {
    this.node = node;
    this.recoveredEnd = recoveredEnd;
    this.io = io;
    this.self = self;
    this.voters = voters;
  }

  /// Changes who votes, one voter at a time; only the leader can. Completes on any thread once the
  /// change is committed.
  public CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted) {
    return node.changeVoters(wanted);
  }

  /// Gives the lead to another voter, if this node has it. Blocks until that is done or refused.
  public void resign() {
    node.resign(voters.get());
  }

  /// Offset behind the last record in this node's own log, committed or not, or in the snapshot
  /// that it started from. Blocks; any thread, after the start.
  public long endOffset() throws IOException {
    return Math.max(recoveredEnd, node.endOffset());
  }

  /// Stands for election at once: the process of the leader is gone. Nothing happens when another
  /// leads meanwhile. A wrong belief costs an election and nothing else.
  ///
  /// @param leaderId who is gone
  public void stand(int leaderId) {
    io.execute(() -> node.stand(leaderId));
  }

  /// Another voter was started just now: it is connected to without waiting. Blocks for a moment.
  public void started(int voterId) {
    if (voterId != self && voters.get().stream().anyMatch(voter -> voter.id() == voterId)) {
      io.execute(() -> node.reconnect(voterId));
    }
  }
}
