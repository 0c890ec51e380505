package io.tidepost.broker.api.controller;

import io.tidepost.base.Timers;
import io.tidepost.base.Uuid;
import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.cluster.ClusterView;
import io.tidepost.broker.cluster.Leadership;
import io.tidepost.broker.cluster.MetadataFollower;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.SnapshotBytes;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Fetches the committed records of `__cluster_metadata` (KIP-595): whoever votes hands them out.
/// Who is further behind than what is kept in memory is sent to a snapshot (KIP-630). Versions from
/// 13 on, which name topics by id.
final class MetadataFetchHandler implements ApiHandler<FetchRequest, FetchResponse> {

  static final short FIRST_VERSION = 13;
  private static final String TOPIC = "__cluster_metadata";

  private final BrokerContext context;

  MetadataFetchHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public FetchRequest read(WireReader in, short version) {
    return FetchRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public void handle(FetchRequest request, RequestContext caller, Reply<FetchResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    if (request.clusterId != null && !request.clusterId.equals(context.clusterId())) {
      throw new ApiException(
          ErrorCode.INCONSISTENT_CLUSTER_ID, ErrorCode.INCONSISTENT_CLUSTER_ID.message());
    }
    if (request.topics.size() != 1 || request.topics.getFirst().partitions.size() != 1) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "The controller hands out " + TOPIC + " alone");
    }
    FetchRequest.FetchTopic topic = request.topics.getFirst();
    if (!topic.topicId.equals(MetadataFollower.TOPIC_ID) && !topic.topic.equals(TOPIC)) {
      reply.send(response(topic.topicId, failed(ErrorCode.UNKNOWN_TOPIC_ID)));
      return;
    }
    int replica = request.replicaId >= 0 ? request.replicaId : request.replicaState.replicaId;
    FetchRequest.FetchPartition partition = topic.partitions.getFirst();
    long offset = partition.fetchOffset;
    if (replica >= 0) {
      context
          .cluster()
          .observed(
              new ClusterView.Observer(
                  replica, partition.replicaDirectoryId, offset, context.clock().wallMillis()));
    }
    context
        .cluster()
        .withBatches(batches -> {
          if (batches == null) {
            reply.send(response(topic.topicId, failed(ErrorCode.NOT_LEADER_OR_FOLLOWER)));
          } else {
            new Waiting(request, offset, batches, caller, reply).begin();
          }
        });
  }

  private final class Waiting {
    private final FetchRequest request;
    private final long offset;
    private final CommittedBatches batches;
    private final RequestContext caller;
    private final Reply<FetchResponse> reply;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable Runnable takeBack;
    private Timers.@Nullable Timer timer;

    Waiting(
        FetchRequest request,
        long offset,
        CommittedBatches batches,
        RequestContext caller,
        Reply<FetchResponse> reply) {
      this.request = request;
      this.offset = offset;
      this.batches = batches;
      this.caller = caller;
      this.reply = reply;
    }

    void begin() {
      if (request.maxWaitMs <= 0 || batches.endOffset() != offset) {
        answer();
        return;
      }
      caller
          .loop()
          .run(() -> {
            reply.whenDisconnected(this::forget);
            timer = caller.loop().schedule(request.maxWaitMs, this::answer);
            takeBack = batches.whenBehind(offset, this::answer);
          });
    }

    private void forget() {
      answered.set(true);
      Runnable undo = takeBack;
      if (undo != null) {
        undo.run();
      }
      Timers.Timer running = timer;
      if (running != null) {
        running.cancel();
      }
    }

    private void answer() {
      if (answered.getAndSet(true)) {
        return;
      }
      caller.loop().execute(this::forget);
      CommittedBatches.Read read = batches.read(offset, Math.max(1, request.maxBytes));
      if (read.missing()) {
        context
            .cluster()
            .snapshot(
                snapshot -> reply.send(response(MetadataFollower.TOPIC_ID, behind(snapshot))));
        return;
      }
      FetchResponse.PartitionData data = data(read.endOffset());
      int size = read.batches().stream().mapToInt(ByteBuffer::remaining).sum();
      ByteBuffer all = ByteBuffer.allocate(size);
      read.batches().forEach(all::put);
      data.records = new BufferRecords(all.flip());
      reply.send(response(MetadataFollower.TOPIC_ID, data));
    }
  }

  private FetchResponse.PartitionData data(long highWatermark) {
    Leadership leadership = context.cluster().leadership();
    var data = new FetchResponse.PartitionData();
    data.highWatermark = highWatermark;
    data.lastStableOffset = highWatermark;
    data.logStartOffset = 0;
    data.abortedTransactions = null;
    data.currentLeader.leaderId = leadership.leaderId();
    data.currentLeader.leaderEpoch = leadership.leaderEpoch();
    data.records = new BufferRecords(ByteBuffer.allocate(0));
    return data;
  }

  private FetchResponse.PartitionData behind(SnapshotBytes snapshot) {
    FetchResponse.PartitionData data = data(snapshot.endOffset());
    data.snapshotId.endOffset = snapshot.endOffset();
    data.snapshotId.epoch = snapshot.leaderEpoch();
    return data;
  }

  private FetchResponse.PartitionData failed(ErrorCode error) {
    FetchResponse.PartitionData data = data(-1);
    data.errorCode = error.code();
    return data;
  }

  private static FetchResponse response(Uuid topicId, FetchResponse.PartitionData data) {
    var topic = new FetchResponse.FetchableTopicResponse();
    topic.topicId = topicId;
    topic.partitions.add(data);
    var response = new FetchResponse();
    response.responses.add(topic);
    return response;
  }

  @Override
  public FetchResponse error(
      FetchRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new FetchResponse();
    response.errorCode = error.code();
    return response;
  }
}
