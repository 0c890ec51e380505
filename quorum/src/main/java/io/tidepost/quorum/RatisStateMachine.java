package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;

/// Says of each committed entry whether it is the next unit of the metadata log, the same on every
/// voter: its leader epoch has to be the term it was written in, and its base offset the next
/// offset. What a leader appended that had lost the lead without knowing, or appended twice, fails
/// that and counts for nothing.
///
/// Holds no metadata itself: units go to the metadata loop, which hands in snapshots.
final class RatisStateMachine extends BaseStateMachine {

  /// The answer to whoever appended.
  static final Message ACCEPTED = Message.valueOf("accepted");

  static final Message IGNORED = Message.valueOf("ignored");

  private final Disk disk;
  private final Path directory;
  private final RatisEvents events;
  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private long nextOffset;
  private RatisSnapshot.@Nullable Content initial;
  private boolean initialized;

  /// @param directory `__cluster_metadata-0`
  RatisStateMachine(Disk disk, Path directory, RatisEvents events) {
    this.disk = disk;
    this.directory = directory;
    this.events = events;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
      throws IOException {
    super.initialize(server, group, raftStorage);
    getLifeCycle()
        .startAndTransition(
            () -> {
              storage.init(raftStorage);
              load();
              initialized = true;
            },
            IOException.class);
  }

  /// What was found at the start, `null` when there was no snapshot.
  RatisSnapshot.@Nullable Content initial() {
    return initial;
  }

  private void load() throws IOException {
    SingleFileSnapshotInfo found = storage.loadLatestSnapshot();
    if (found == null) {
      return;
    }
    RatisSnapshot.Content content = RatisSnapshot.read(disk, directory, found.getFile().getPath());
    TermIndex at = found.getTermIndex();
    nextOffset = content.id().endOffset();
    setLastAppliedTermIndex(at);
    if (initialized) {
      events.restored(content, at.getIndex());
    } else {
      initial = content;
    }
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    load();
    if (getLifeCycleState() == LifeCycle.State.PAUSED) {
      getLifeCycle().transition(LifeCycle.State.STARTING);
      getLifeCycle().transition(LifeCycle.State.RUNNING);
    }
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = Objects.requireNonNull(transaction.getLogEntry(), "no log entry");
    ByteBuffer batch = ByteBuffer.wrap(entry.getStateMachineLogEntry().getLogData().toByteArray());
    boolean fits = fits(batch, entry.getTerm());
    if (fits) {
      nextOffset = BatchHeader.lastOffset(batch, 0) + 1;
      events.applied(batch, entry.getTerm(), entry.getIndex());
    }
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    return CompletableFuture.completedFuture(fits ? ACCEPTED : IGNORED);
  }

  private boolean fits(ByteBuffer batch, long term) {
    return batch.remaining() >= BatchHeader.SIZE
        && BatchHeader.sizeInBytes(batch, 0) == batch.remaining()
        && BatchHeader.leaderEpoch(batch, 0) == term
        && BatchHeader.baseOffset(batch, 0) == nextOffset
        && BatchChecksum.matches(batch, 0);
  }

  // ---- snapshots

  /// Where a snapshot up to an entry belongs.
  Path snapshotFile(TermIndex upTo) {
    return storage.getSnapshotFile(upTo.getTerm(), upTo.getIndex()).toPath();
  }

  /// Takes note of a snapshot that is complete and durable at [#snapshotFile].
  void snapshotWritten(TermIndex upTo) {
    Path file = snapshotFile(upTo);
    var digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
    storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file, digest), upTo));
  }

  /// Snapshots are written elsewhere; this says how far the newest one reaches.
  @Override
  public long takeSnapshot() {
    SnapshotInfo latest = storage.getLatestSnapshot();
    return latest == null ? -1 : latest.getIndex();
  }

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    return storage.getLatestSnapshot();
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return storage;
  }

  // ---- events

  @Override
  public void notifyLeaderReady() {
    events.leaderReady();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
    events.leaderChanged();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    events.leaderChanged();
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    List<QuorumVoter> voters = new ArrayList<>();
    for (RaftPeerProto peer : configuration.getPeersList()) {
      voters.add(RatisPeers.voter(peer));
    }
    events.voters(voters);
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    events.failed(new IOException("the metadata log cannot be written: " + cause, cause));
  }
}
