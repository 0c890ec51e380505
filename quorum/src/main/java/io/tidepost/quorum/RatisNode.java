package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/// The consensus library's server of this node, and the requests that are made of it.
final class RatisNode {

  private static final String STORAGE = "ratis";
  private static final long SNAPSHOT_MILLIS_MAX = 60_000;
  private static final long RESIGN_MILLIS_MAX = 3000;
  private static final long RETRY_MILLIS = 50;

  /// An entry that was submitted twice may come behind others.
  private static final int ENTRIES_LOOKED_AT = 16;

  /// How this node stands in the quorum at one moment.
  ///
  /// @param isLeader whether it leads
  /// @param isLeaderReady whether, moreover, all entries of earlier terms are applied
  /// @param leaderId who leads; [MetadataLog#NO_LEADER] when that is not known
  /// @param term the newest term it knows of
  record Standing(boolean isLeader, boolean isLeaderReady, int leaderId, int term) {}

  /// The snapshot that the node starts from.
  record Recovered(RatisSnapshot.Content content, TermIndex at) {}

  private final RatisConfig config;
  private final Disk disk;
  private final Path directory;
  private final RaftGroup group;
  private final RaftPeerId self;
  private final RatisStateMachine machine;
  private final RaftServer server;
  private final @Nullable Recovered recovered;
  private final Consumer<String> notice;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong adminCalls = new AtomicLong(1L << 40);

  private RatisNode(
      RatisSetup setup,
      RaftGroup group,
      RatisStateMachine machine,
      RaftServer server,
      @Nullable Recovered recovered) {
    this.config = setup.config();
    this.disk = setup.disk();
    this.directory = setup.directory();
    this.notice = setup.notice();
    this.group = group;
    this.self = RatisPeers.id(config.nodeId());
    this.machine = machine;
    this.server = server;
    this.recovered = recovered;
  }

  /// What belongs to the library below `__cluster_metadata-0`.
  static Path storage(Path directory) {
    return directory.resolve(STORAGE);
  }

  /// Builds the server, which does nothing before [#start]. Blocks.
  static RatisNode prepare(RatisSetup setup, List<QuorumVoter> voters, RatisEvents events)
      throws IOException {
    RatisConfig config = setup.config();
    Disk disk = setup.disk();
    Path directory = setup.directory();
    Path storage = storage(directory);
    disk.createDirectories(storage);
    OneVoterHandover.removeOld(disk, directory);
    // Who does not vote belongs to no group yet: the voters tell it when it does.
    boolean votes = voters.stream().anyMatch(voter -> voter.id() == config.nodeId());
    RaftGroup group = RatisPeers.group(setup.clusterId(), votes ? voters : List.of());
    Recovered recovered = recover(disk, directory, storage, group);
    var machine = new RatisStateMachine(disk, directory, events);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RatisPeers.id(config.nodeId()))
            .setGroup(group)
            .setStateMachine(machine)
            .setProperties(RatisProperties.of(config, storage.toFile()))
            .setParameters(parameters(setup.tls()))
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    return new RatisNode(setup, group, machine, server, recovered);
  }

  private static Parameters parameters(@Nullable RatisTls tls) {
    Parameters parameters = new Parameters();
    if (tls != null) {
      GrpcConfigKeys.TLS.setConf(parameters, new GrpcTlsConfig(tls.key(), tls.trust(), true));
    }
    return parameters;
  }

  private static @Nullable Recovered recover(
      Disk disk, Path directory, Path storage, RaftGroup group) throws IOException {
    Path snapshots = storage.resolve(group.getGroupId().getUuid().toString()).resolve("sm");
    if (!disk.isDirectory(snapshots)) {
      return null;
    }
    TermIndex newest = null;
    for (String name : disk.list(snapshots)) {
      boolean whole = disk.exists(snapshots.resolve(name + ".md5"));
      if (SimpleStateMachineStorage.SNAPSHOT_REGEX.matcher(name).matches() && whole) {
        TermIndex found =
            SimpleStateMachineStorage.getTermIndexFromSnapshotFile(
                snapshots.resolve(name).toFile());
        newest = newest == null || found.getIndex() > newest.getIndex() ? found : newest;
      }
    }
    if (newest == null) {
      return null;
    }
    String name =
        SimpleStateMachineStorage.getSnapshotFileName(newest.getTerm(), newest.getIndex());
    return new Recovered(RatisSnapshot.read(disk, directory, snapshots.resolve(name)), newest);
  }

  @Nullable Recovered recovered() {
    return recovered;
  }

  void start() throws IOException {
    server.start();
  }

  int port() {
    return server.getServerRpc().getInetSocketAddress().getPort();
  }

  /// Any thread; does not block.
  Standing standing() {
    try {
      DivisionInfo info = server.getDivision(group.getGroupId()).getInfo();
      RaftPeerId leader = info.getLeaderId();
      return new Standing(
          info.isLeader(),
          info.isLeaderReady(),
          leader == null ? MetadataLog.NO_LEADER : RatisPeers.nodeId(leader),
          (int) info.getCurrentTerm());
    } catch (IOException e) {
      return new Standing(false, false, MetadataLog.NO_LEADER, 0); // it is being closed
    }
  }

  /// The index up to which each voter is known to have committed entries, by node id.
  Map<Integer, Long> commitIndexes() {
    Map<Integer, Long> result = new TreeMap<>();
    try {
      for (CommitInfoProto info : server.getDivision(group.getGroupId()).getCommitInfos()) {
        result.put(
            Integer.parseInt(info.getServer().getId().toStringUtf8()), info.getCommitIndex());
      }
    } catch (IOException | IllegalStateException e) {
      return Map.of(); // it is being opened or closed
    }
    return result;
  }

  /// Offset behind the last record in this node's own log, committed or not, as far back as the log
  /// was not dropped for a snapshot; 0 when there is none. Blocks.
  ///
  /// @throws IllegalStateException before the log is open
  long endOffset() throws IOException {
    RaftLog log = server.getDivision(group.getGroupId()).getRaftLog();
    TermIndex last = log.getLastEntryTermIndex();
    long end = 0;
    int looked = 0;
    for (long index = last == null ? -1 : last.getIndex();
        index >= log.getStartIndex() && looked < ENTRIES_LOOKED_AT;
        index--) {
      LogEntryProto entry = log.get(index);
      if (entry != null && entry.hasStateMachineLogEntry()) {
        byte[] batch = entry.getStateMachineLogEntry().getLogData().toByteArray();
        end = Math.max(end, BatchHeader.lastOffset(ByteBuffer.wrap(batch), 0) + 1);
        looked++;
      }
    }
    return end;
  }

  /// Submits an entry. The same call id stands for the same entry. Blocks until it is in the local
  /// log's queue.
  CompletableFuture<RaftClientReply> submit(ByteBuffer batch, long callId) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(self)
            .setGroupId(group.getGroupId())
            .setCallId(callId)
            .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(batch.duplicate())))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// A moment between two attempts. Blocks.
  void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes a snapshot and lets the library forget the entries in it. Blocks.
  void writeSnapshot(MetadataImage image, TermIndex at, long nowMillis) throws IOException {
    RatisSnapshot.write(disk, directory, machine.snapshotFile(at), image, nowMillis);
    machine.snapshotWritten(at);
    RaftClientReply reply =
        server.snapshotManagement(
            SnapshotManagementRequest.newCreate(
                client,
                self,
                group.getGroupId(),
                adminCalls.getAndIncrement(),
                SNAPSHOT_MILLIS_MAX));
    if (!reply.isSuccess()) {
      throw new IOException("the log in front of it could not be dropped: " + reply.getException());
    }
    RatisSnapshot.cleanUp(disk, directory);
  }

  CompletableFuture<@Nullable Void> changeVoters(List<QuorumVoter> wanted) {
    var arguments =
        SetConfigurationRequest.Arguments.newBuilder()
            .setServersInNewConf(RatisPeers.peers(wanted))
            .build();
    try {
      return server
          .setConfigurationAsync(
              new SetConfigurationRequest(
                  client, self, group.getGroupId(), adminCalls.getAndIncrement(), arguments))
          .thenApply(RatisNode::checkSuccess);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static @Nullable Void checkSuccess(RaftClientReply reply) {
    if (!reply.isSuccess()) {
      throw new CompletionException(reply.getException());
    }
    return null;
  }

  /// Hands the lead to the voter whose log reaches furthest.
  void resign(List<QuorumVoter> voters) {
    if (!standing().isLeader()) {
      return;
    }
    Map<Integer, Long> reached = commitIndexes();
    voters.stream()
        .filter(voter -> voter.id() != config.nodeId())
        .max((a, b) ->
            Long.compare(reached.getOrDefault(a.id(), -1L), reached.getOrDefault(b.id(), -1L)))
        .ifPresent(this::handOver);
  }

  private void handOver(QuorumVoter to) {
    try {
      server.transferLeadership(
          new TransferLeadershipRequest(
              client,
              self,
              group.getGroupId(),
              adminCalls.getAndIncrement(),
              RatisPeers.id(to.id()),
              RESIGN_MILLIS_MAX));
    } catch (IOException e) {
      // The others elect a leader when this one is gone, a little later.
      notice.accept("the lead could not be handed over to " + to + ": " + e.getMessage());
    }
  }

  /// Stands for election without waiting for the election timeout, as if the leader had asked for
  /// it. Blocks for a moment.
  void stand(int leaderId) {
    try {
      TermIndex last = server.getDivision(group.getGroupId()).getRaftLog().getLastEntryTermIndex();
      if (last == null) {
        return; // it knows nothing that others would not know better
      }
      var asked =
          StartLeaderElectionRequestProto.newBuilder()
              .setServerRequest(
                  RaftRpcRequestProto.newBuilder()
                      .setRequestorId(RatisPeers.id(leaderId).toByteString())
                      .setReplyId(self.toByteString())
                      .setRaftGroupId(
                          RaftGroupIdProto.newBuilder().setId(group.getGroupId().toByteString()))
                      .setCallId(adminCalls.getAndIncrement()))
              .setLeaderLastEntry(last.toProto())
              .build();
      boolean stood = server.startLeaderElection(asked).getServerReply().getSuccess();
      notice.accept(
          stood
              ? "controller " + leaderId + " is gone: this node stands for election"
              : "controller " + leaderId + " is gone, and an election is under way already");
    } catch (IOException | IllegalStateException e) {
      // It is being opened or closed; the election timeout decides, as ever.
      notice.accept("no election could be called for: " + e.getMessage());
    }
  }

  /// Connects anew to a voter that has just been started: after failed attempts the library would
  /// wait for up to two minutes.
  void reconnect(int voterId) {
    server
        .getServerRpc()
        .handleException(RatisPeers.id(voterId), new IOException("it was started anew"), true);
  }

  void close() {
    try {
      server.close();
    } catch (IOException e) {
      notice.accept("the quorum's server did not close in good order: " + e.getMessage());
    }
  }
}
