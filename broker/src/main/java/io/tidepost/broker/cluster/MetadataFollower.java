package io.tidepost.broker.cluster;

import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.Call;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeQuorumResponse;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import io.tidepost.wire.message.FetchSnapshotRequest;
import io.tidepost.wire.message.FetchSnapshotResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows the committed metadata of the controllers on a node that does not vote: it fetches
/// `__cluster_metadata` like any follower (KIP-595), with a snapshot first when it is far behind
/// (KIP-630). One fetch is under way at a time; the next is sent when its records are taken.
///
/// Fetches happen on one loop, records are handed over on the metadata loop.
public final class MetadataFollower implements AutoCloseable {

  /// Id of the topic `__cluster_metadata`.
  public static final Uuid TOPIC_ID = new Uuid(0, 1);

  private static final Log LOG = Log.of(MetadataFollower.class);
  private static final short FETCH_VERSION = 17;
  private static final int WAIT_MILLIS = 500;
  private static final int ANSWER_MILLIS_MAX = 5000;
  private static final int BYTES_MAX = 8 << 20;
  private static final int SNAPSHOT_CHUNK_BYTES = 1 << 20;
  private static final int PAUSE_MILLIS = 100;
  private static final long WATCH_MILLIS = 2000;
  private static final long SNAPSHOT_BYTES_MAX = 1L << 30;

  private final NodeConnection.Shared shared;
  private final Loop loop;
  private final Executor metadataLoop;
  private final ControllerNodes nodes;
  private final Supplier<Leadership> leadership;
  private final FetchedMetadata metadata;
  private final int nodeId;
  private final Uuid directoryId;
  private @Nullable NodeConnection connection;
  private @Nullable NodeAddress connectedTo;
  private boolean astray;
  private boolean idle = true;
  private boolean wasAstray;
  private volatile boolean closed;

  /// @param directoryId the directory that a metadata log of this node would be in
  public MetadataFollower(
      NodeConnection.Shared shared,
      Loop loop,
      Executor metadataLoop,
      ControllerNodes nodes,
      Supplier<Leadership> leadership,
      FetchedMetadata metadata,
      int nodeId,
      Uuid directoryId) {
    this.shared = shared;
    this.loop = loop;
    this.metadataLoop = metadataLoop;
    this.nodes = nodes;
    this.leadership = leadership;
    this.metadata = metadata;
    this.nodeId = nodeId;
    this.directoryId = directoryId;
  }

  /// Begins to follow, if this node does not vote; no effect while it does so already. Any thread.
  public void wake() {
    loop.execute(() -> {
      if (idle && !closed) {
        idle = false;
        next();
      }
    });
  }

  /// Looks now and then whether a voter is astray, and asks the others who votes.
  public void watch() {
    loop.schedule(
        WATCH_MILLIS,
        () -> {
          if (!closed) {
            metadataLoop.execute(() -> {
              boolean now = metadata.isAstray();
              loop.execute(() -> watched(now));
            });
          }
        });
  }

  private void watched(boolean now) {
    if (now && wasAstray && !closed) {
      NodeAddress other = nodes.next();
      if (other != null && other.id() != nodeId) {
        ask(other);
      }
    }
    wasAstray = now;
    watch();
  }

  private void ask(NodeAddress other) {
    NodeConnection once = new NodeConnection(shared, loop, other, NodeConnection.Listener.NONE);
    ControllerQuestion.ask(once, other, ANSWER_MILLIS_MAX)
        .whenComplete((report, failure) -> {
          once.close();
          if (report != null && report.formed() && report.leaderId() >= 0) {
            metadataLoop.execute(() -> metadata.learn(report.voters()));
          }
        });
  }

  private void next() {
    if (closed) {
      return;
    }
    metadataLoop.execute(() -> {
      boolean votes = metadata.votes();
      long offset = metadata.nextOffset();
      loop.execute(() -> {
        if (votes) {
          idle = true;
          disconnect();
        } else {
          fetch(offset);
        }
      });
    });
  }

  private void later() {
    loop.schedule(PAUSE_MILLIS / 2 + shared.randomness().nextInt(PAUSE_MILLIS), this::next);
  }

  private @Nullable NodeConnection connection() {
    NodeAddress leader = nodes.find(leadership.get().leaderId());
    NodeAddress to = leader == null || astray ? nodes.next() : leader;
    if (to == null) {
      return null;
    }
    NodeConnection open = connection;
    if (open != null && to.equals(connectedTo)) {
      return open;
    }
    disconnect();
    NodeConnection fresh = new NodeConnection(shared, loop, to, NodeConnection.Listener.NONE);
    connection = fresh;
    connectedTo = to;
    askVoters(fresh);
    return fresh;
  }

  /// Who votes may have changed since this node was last told.
  private void askVoters(NodeConnection of) {
    of.send(
        new SimpleCall<>(
            DescribeQuorumRequest.API_KEY,
            (short) 2,
            DescribeQuorumRequest.HIGHEST_VERSION,
            ControllerQuestion.describeQuorum(),
            DescribeQuorumResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> {
              if (response != null && response.errorCode == 0 && !response.topics.isEmpty()) {
                nodes.learn(ControllerQuestion.voters(response));
              }
            }));
  }

  private void disconnect() {
    NodeConnection open = connection;
    connection = null;
    connectedTo = null;
    if (open != null) {
      open.close();
    }
  }

  private void failed(String what) {
    astray = true;
    disconnect();
    if (!closed) {
      LOG.info("the metadata cannot be followed for the moment: {}", what);
      later();
    }
  }

  // ---- records

  private void fetch(long offset) {
    NodeConnection to = connection();
    if (to == null) {
      later();
      return;
    }
    to.send(
        new Fetching<FetchResponse>(FetchRequest.API_KEY, FETCH_VERSION, request(offset)) {
          @Override
          public FetchResponse read(WireReader in, short version) {
            return FetchResponse.read(in, version);
          }

          @Override
          public void answered(FetchResponse response, short version, Frame frame) {
            fetched(response);
          }
        });
  }

  private FetchRequest request(long offset) {
    var partition = new FetchRequest.FetchPartition();
    partition.fetchOffset = offset;
    partition.partitionMaxBytes = BYTES_MAX;
    partition.replicaDirectoryId = directoryId;
    var topic = new FetchRequest.FetchTopic();
    topic.topicId = TOPIC_ID;
    topic.partitions.add(partition);
    var request = new FetchRequest();
    request.replicaState.replicaId = nodeId;
    request.maxWaitMs = WAIT_MILLIS;
    request.maxBytes = BYTES_MAX;
    request.topics.add(topic);
    return request;
  }

  private void fetched(FetchResponse response) {
    if (response.errorCode != 0 || response.responses.isEmpty()) {
      failed(connectedTo + " answered " + ErrorCode.of(response.errorCode));
      return;
    }
    FetchResponse.PartitionData data = response.responses.getFirst().partitions.getFirst();
    if (data.errorCode != 0) {
      failed(connectedTo + " answered " + ErrorCode.of(data.errorCode));
      return;
    }
    int leaderId = data.currentLeader.leaderId;
    int leaderEpoch = data.currentLeader.leaderEpoch;
    astray = leaderId == MetadataLog.NO_LEADER;
    metadataLoop.execute(() -> metadata.leader(leaderId, leaderEpoch));
    if (data.snapshotId.endOffset >= 0) {
      fetchSnapshot(data.snapshotId.endOffset, data.snapshotId.epoch);
      return;
    }
    ByteBuffer copy = copy(data.records);
    if (copy.hasRemaining()) {
      hand(() -> metadata.take(copy));
    } else {
      next();
    }
  }

  private static ByteBuffer copy(@Nullable RecordData records) {
    if (!(records instanceof BufferRecords inMemory)) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer bytes = inMemory.buffer().duplicate();
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  private interface Taking {
    void take() throws IOException;
  }

  private void hand(Taking taking) {
    metadataLoop.execute(() -> {
      try {
        taking.take();
      } catch (IOException e) {
        loop.execute(() -> failed(String.valueOf(e.getMessage())));
        return;
      }
      loop.execute(this::next);
    });
  }

  // ---- snapshots

  private void fetchSnapshot(long endOffset, int epoch) {
    fetchSnapshot(endOffset, epoch, ByteBuffer.allocate(0));
  }

  private void fetchSnapshot(long endOffset, int epoch, ByteBuffer received) {
    NodeConnection to = connection;
    if (to == null) {
      later();
      return;
    }
    to.send(
        new Fetching<FetchSnapshotResponse>(
            FetchSnapshotRequest.API_KEY,
            FetchSnapshotRequest.HIGHEST_VERSION,
            snapshotRequest(endOffset, epoch, received.position())) {
          @Override
          public FetchSnapshotResponse read(WireReader in, short version) {
            return FetchSnapshotResponse.read(in, version);
          }

          @Override
          public void answered(FetchSnapshotResponse response, short version, Frame frame) {
            snapshotFetched(response, endOffset, epoch, received);
          }
        });
  }

  private FetchSnapshotRequest snapshotRequest(long endOffset, int epoch, long position) {
    var partition = new FetchSnapshotRequest.PartitionSnapshot();
    partition.snapshotId.endOffset = endOffset;
    partition.snapshotId.epoch = epoch;
    partition.position = position;
    var topic = new FetchSnapshotRequest.TopicSnapshot();
    topic.name = ControllerQuestion.TOPIC;
    topic.partitions.add(partition);
    var request = new FetchSnapshotRequest();
    request.replicaId = nodeId;
    request.maxBytes = SNAPSHOT_CHUNK_BYTES;
    request.topics.add(topic);
    return request;
  }

  private void snapshotFetched(
      FetchSnapshotResponse response, long endOffset, int epoch, ByteBuffer received) {
    if (response.errorCode != 0 || response.topics.isEmpty()) {
      failed(connectedTo + " answered " + ErrorCode.of(response.errorCode));
      return;
    }
    FetchSnapshotResponse.PartitionSnapshot data = response.topics.getFirst().partitions.getFirst();
    ByteBuffer chunk = copy(data.unalignedRecords);
    boolean fits =
        data.errorCode == 0
            && data.position == received.position()
            && data.size <= SNAPSHOT_BYTES_MAX
            && data.position + chunk.remaining() <= data.size
            && chunk.hasRemaining();
    if (!fits) {
      failed(connectedTo + " sent no piece of the snapshot: " + ErrorCode.of(data.errorCode));
      return;
    }
    ByteBuffer all = received.capacity() > 0 ? received : ByteBuffer.allocate((int) data.size);
    all.put(chunk);
    if (all.hasRemaining()) {
      fetchSnapshot(endOffset, epoch, all);
    } else {
      hand(() -> metadata.restore(all.flip(), endOffset, epoch));
    }
  }

  /// A call whose failure is the follower's.
  private abstract class Fetching<S extends Message> implements Call<S> {
    private final short apiKey;
    private final short version;
    private final Message message;

    Fetching(short apiKey, short version, Message message) {
      this.apiKey = apiKey;
      this.version = version;
      this.message = message;
    }

    @Override
    public short apiKey() {
      return apiKey;
    }

    @Override
    public short lowestVersion() {
      return version;
    }

    @Override
    public short highestVersion() {
      return version;
    }

    @Override
    public Message request(short spoken) {
      return message;
    }

    @Override
    public int millisMax() {
      return ANSWER_MILLIS_MAX;
    }

    @Override
    public void failed(IOException cause) {
      MetadataFollower.this.failed(String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.execute(this::disconnect);
  }
}
