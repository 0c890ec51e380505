package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// The metadata log with several voters, on Apache Ratis: committed is what a majority has synced.
///
/// ```
///  append ─ queue ─┐ end of the turn               Ratis
///                  └─ one entry of all that waits ─ majority ─ state machine ─┐
///  committed / replicated ◀───────────── metadata loop ◀──────────────────────┘
/// ```
///
/// One entry is a record batch with its base offset and the term as its leader epoch; offsets are
/// ours, dense, and have nothing to do with the library's indexes. At most one entry of this node
/// is under way: what comes meanwhile becomes the next. An entry whose fate is not known is
/// submitted again as it was, and counts once ([RatisStateMachine]).
///
/// Belongs to the metadata loop.
public final class RatisMetadataLog implements MetadataLog, FetchedMetadata {

  private final RatisConfig config;
  private final Disk disk;
  private final Path directory;
  private final Executor io;
  private final Executor loop;
  private final Listener listener;
  private final Consumer<String> notice;
  private final OneVoterLogOpening.Bootstrap bootstrap;
  private final RatisNode node;
  private final MetadataImage recoveredImage;
  private final CommittedBatches committed;
  private final RatisQueue queue = new RatisQueue();
  private final RatisPositions positions = new RatisPositions();
  private final RatisSnapshotting snapshots;
  private final RatisQuorum quorum;

  private long deliveredOffset;
  private long nextOffset;
  private int leaderEpoch;
  private boolean leading;
  private boolean bootstrapping;
  private int followedLeader = NO_LEADER;
  private int followedEpoch = -1;
  private List<QuorumVoter> voters;
  private Consumer<List<QuorumVoter>> votersChanged = changed -> {};
  private long lastMillis;
  private RatisQueue.@Nullable Entry underWay;
  private boolean flushScheduled;
  private boolean closed;
  private boolean failed;

  /// Prepares the log; nothing is heard of it before [#start]. Blocks.
  ///
  /// @throws UnusableStorageException when the node must not start on what is there
  public static RatisMetadataLog open(RatisSetup setup, Listener listener) throws IOException {
    Disk disk = setup.disk();
    Path directory = setup.directory();
    disk.createDirectories(directory);
    disk.syncDirectory(setup.metadataDirectory());
    List<QuorumVoter> known = VotersFile.read(disk, directory);
    List<QuorumVoter> voters = known == null || known.isEmpty() ? setup.founders() : known;
    VotersFile.write(disk, directory, voters);
    var events = new RatisLoopEvents(setup.loop());
    RatisNode node = RatisNode.prepare(setup, voters, events);
    var log = new RatisMetadataLog(setup, listener, node, voters);
    events.target(log);
    return log;
  }

  private RatisMetadataLog(
      RatisSetup setup, Listener listener, RatisNode node, List<QuorumVoter> voters) {
    this.config = setup.config();
    this.disk = setup.disk();
    this.directory = setup.directory();
    this.bootstrap = setup.bootstrap();
    this.io = setup.io();
    this.loop = setup.loop();
    this.notice = setup.notice();
    this.lastMillis = setup.nowMillis();
    this.listener = listener;
    this.node = node;
    this.snapshots = new RatisSnapshotting(setup, node, positions);
    this.voters = voters;
    RatisNode.Recovered recovered = node.recovered();
    this.recoveredImage = recovered == null ? MetadataImage.EMPTY : recovered.content().image();
    this.deliveredOffset = recoveredImage.provenance().lastOffset();
    this.nextOffset = deliveredOffset + 1;
    this.committed = new CommittedBatches(nextOffset);
    this.quorum = new RatisQuorum(node, io, config.nodeId(), this::voters, nextOffset);
    if (recovered != null) {
      positions.restored(recovered.at().getIndex(), nextOffset);
    }
  }

  /// Begins to take part. Blocks until the node listens, not until there is a leader.
  public void start() throws IOException {
    node.start();
  }

  /// Port of the consensus library on the loopback interface.
  public int port() {
    return node.port();
  }

  /// What the newest snapshot held at the start, all of it committed.
  public MetadataImage recoveredImage() {
    return recoveredImage;
  }

  /// The newest committed batches. Any thread.
  public CommittedBatches committedBatches() {
    return committed;
  }

  /// Who votes.
  public List<QuorumVoter> voters() {
    return voters;
  }

  /// Tells `target` who votes, whenever that changes.
  public void followVoters(Consumer<List<QuorumVoter>> target) {
    votersChanged = target;
  }

  @Override
  public int leaderEpoch() {
    return leaderEpoch;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  /// Offset of the last record that is committed and handed over.
  public long committedOffset() {
    return deliveredOffset;
  }

  /// Offset behind the last record that each voter is known to have, by node id.
  public NavigableMap<Integer, Long> voterEndOffsets() {
    NavigableMap<Integer, Long> result = positions.endOffsets(node.commitIndexes());
    result.put(config.nodeId(), deliveredOffset + 1);
    return result;
  }

  // ---- appending

  @Override
  public long append(List<MetadataRecord> records, long nowMillis) {
    if (records.isEmpty() || closed || !leading) {
      throw new IllegalStateException("no records, or this node does not lead the metadata log");
    }
    return enqueue(records, nowMillis);
  }

  private long enqueue(List<MetadataRecord> records, long nowMillis) {
    nextOffset += records.size();
    lastMillis = Math.max(lastMillis, nowMillis);
    queue.add(records);
    schedule();
    return nextOffset - 1;
  }

  private void schedule() {
    if (!flushScheduled && underWay == null && !queue.isEmpty()) {
      flushScheduled = true;
      loop.execute(this::submitNext);
    }
  }

  private void submitNext() {
    flushScheduled = false;
    if (underWay != null || queue.isEmpty() || !(leading || bootstrapping)) {
      return;
    }
    RatisQueue.Entry entry = queue.take(deliveredOffset + 1, leaderEpoch, lastMillis);
    if (entry.isTooLarge()) {
      refuse(
          new IOException(
              "a change of more than "
                  + RatisProperties.ENTRY_BYTES_MAX
                  + " bytes is too large for the metadata log"));
      return;
    }
    underWay = entry;
    submit(entry);
  }

  private void refuse(IOException cause) {
    queue.clear();
    nextOffset = deliveredOffset + 1;
    listener.rejected(cause);
  }

  private void submit(RatisQueue.Entry entry) {
    io.execute(() ->
        node.submit(entry.batch(), entry.callId())
            .whenComplete((reply, problem) -> loop.execute(() -> answered(entry, reply, problem))));
  }

  /// What was applied has been heard of already: events come before answers.
  private void answered(
      RatisQueue.Entry entry, @Nullable RaftClientReply reply, @Nullable Throwable problem) {
    if (entry != underWay || closed) {
      return;
    }
    if (reply != null && reply.isSuccess()) {
      // Committed, but not as the next unit: this node led in an earlier term.
      underWay = null;
      look();
      if (leading) {
        failed(
            new IOException(
                "the metadata log did not take what its leader appended at the offset "
                    + entry.baseOffset()));
      }
      return;
    }
    look();
    if (entry == underWay) {
      // Still the leader of the same term: whether it is in the log is not known.
      io.execute(() -> {
        node.pause();
        loop.execute(() -> {
          if (entry == underWay) {
            submit(entry);
          }
        });
      });
    }
  }

  // ---- what the library says

  void applied(ByteBuffer batch, TermIndex at) {
    long baseOffset = BatchHeader.baseOffset(batch, 0);
    long lastOffset = BatchHeader.lastOffset(batch, 0);
    int epoch = BatchHeader.leaderEpoch(batch, 0);
    positions.applied(at, lastOffset);
    snapshots.grown(batch.remaining());
    if (lastOffset <= deliveredOffset) {
      return; // fetched already, before this node voted
    }
    if (baseOffset != deliveredOffset + 1) {
      throw new IllegalStateException(
          "the metadata log goes on at " + baseOffset + " behind " + deliveredOffset);
    }
    deliveredOffset = lastOffset;
    committed.add(batch, baseOffset, lastOffset);
    RatisQueue.Entry own = underWay;
    if (own != null && own.baseOffset() == baseOffset && epoch == leaderEpoch) {
      underWay = null;
      if (leading) {
        listener.committed(lastOffset);
        schedule();
        return;
      }
    }
    if (!leading) {
      nextOffset = lastOffset + 1;
    }
    listener.replicated(
        MetadataBatches.records(batch, 0), lastOffset, epoch, BatchHeader.maxTimestamp(batch, 0));
    if (bootstrapping) {
      bootstrapping = false;
      lead();
    }
  }

  void restored(RatisSnapshot.Content content, long index) {
    long lastOffset = content.image().provenance().lastOffset();
    positions.restored(index, lastOffset + 1);
    if (lastOffset > deliveredOffset) {
      look();
      deliveredOffset = lastOffset;
      nextOffset = lastOffset + 1;
      snapshots.restored();
      committed.reset(nextOffset);
      listener.restored(content.image());
    }
  }

  void leaderReady() {
    RatisNode.Standing standing = node.standing();
    if (!standing.isLeaderReady() || leading && standing.term() == leaderEpoch) {
      return;
    }
    if (leading) {
      follow(NO_LEADER, standing.term());
    }
    leaderEpoch = standing.term();
    if (deliveredOffset < 0) {
      begin();
    } else {
      lead();
    }
  }

  /// The first leader of a new cluster gives it its first records before anything else.
  private void begin() {
    List<MetadataRecord> first;
    try {
      first = bootstrap.records();
    } catch (IOException e) {
      failed(e);
      return;
    }
    bootstrapping = true;
    enqueue(first, lastMillis);
  }

  private void lead() {
    leading = true;
    followedLeader = NO_LEADER;
    followedEpoch = -1;
    notice.accept(
        "this node leads the metadata log from the offset "
            + nextOffset
            + " in the leader epoch "
            + leaderEpoch);
    listener.leads(leaderEpoch);
  }

  /// Compares with what the library says now, which may be ahead of what is heard of it here.
  void look() {
    if (!votes()) {
      return; // it hears of the leader from whom it fetches
    }
    RatisNode.Standing standing = node.standing();
    if (standing.isLeader() && standing.term() == leaderEpoch && (leading || bootstrapping)) {
      return;
    }
    if (leading || bootstrapping || !standing.isLeader()) {
      int leader = standing.isLeader() ? NO_LEADER : standing.leaderId();
      if (leading
          || bootstrapping
          || leader != followedLeader
          || standing.term() != followedEpoch) {
        follow(leader, standing.term());
      }
    }
  }

  private void follow(int leader, int epoch) {
    leading = false;
    bootstrapping = false;
    underWay = null;
    queue.clear();
    nextOffset = deliveredOffset + 1;
    leaderEpoch = epoch;
    followedLeader = leader;
    followedEpoch = epoch;
    listener.follows(leader, epoch);
  }

  void votersAre(List<QuorumVoter> now) {
    if (now.equals(voters) || now.isEmpty()) {
      return;
    }
    notice.accept("the voters of the metadata log are " + now + " now");
    boolean voted = votes();
    voters = now;
    if (voted && !votes()) {
      follow(NO_LEADER, leaderEpoch);
    } else {
      look();
    }
    io.execute(() -> {
      try {
        VotersFile.write(disk, directory, now);
      } catch (IOException e) {
        loop.execute(() -> notice.accept("the voters could not be written down: " + e));
      }
    });
    votersChanged.accept(now);
  }

  void failed(IOException cause) {
    if (!failed) {
      failed = true;
      leading = false;
      listener.failed(cause);
    }
  }

  @Override
  public boolean votes() {
    return voters.stream().anyMatch(voter -> voter.id() == config.nodeId());
  }

  @Override
  public boolean isAstray() {
    RatisNode.Standing standing = node.standing();
    return votes() && !standing.isLeader() && standing.leaderId() == NO_LEADER;
  }

  @Override
  public void learn(List<QuorumVoter> now) {
    if (isAstray() && now.stream().noneMatch(voter -> voter.id() == config.nodeId())) {
      votersAre(now);
    }
  }

  @Override
  public void take(ByteBuffer batches) throws IOException {
    if (votes()) {
      return;
    }
    FetchedBatches.forEach(
        batches,
        deliveredOffset + 1,
        batch -> {
          deliveredOffset = BatchHeader.lastOffset(batch, 0);
          nextOffset = deliveredOffset + 1;
          committed.add(batch, BatchHeader.baseOffset(batch, 0), deliveredOffset);
          FetchedBatches.deliver(batch, listener);
        });
  }

  @Override
  public void restore(ByteBuffer snapshot, long endOffset, int epoch) throws IOException {
    if (!votes() && endOffset > deliveredOffset + 1) {
      MetadataImage image = FetchedBatches.image(snapshot, endOffset, epoch);
      deliveredOffset = endOffset - 1;
      nextOffset = endOffset;
      committed.reset(endOffset);
      listener.restored(image);
    }
  }

  @Override
  public void leader(int id, int epoch) {
    if (!votes() && (epoch > followedEpoch || epoch == followedEpoch && id != followedLeader)) {
      follow(id, epoch);
    }
  }

  @Override
  public boolean isSnapshotDue(long nowMillis) {
    return snapshots.isDue(nowMillis);
  }

  @Override
  public void snapshot(MetadataImage image, long nowMillis) {
    snapshots.write(image, nowMillis);
  }

  /// What can be asked of the quorum beside appending.
  public RatisQuorum quorum() {
    return quorum;
  }

  boolean isClosed() {
    return closed;
  }

  /// Ends in good order; `done` runs on the metadata loop when everything is on disk.
  public void close(Runnable done) {
    if (!closed) {
      closed = true;
      io.execute(() -> {
        node.close();
        loop.execute(done);
      });
    }
  }

  @Override
  public void close() {
    closed = true;
    node.close();
  }
}
