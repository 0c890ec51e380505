package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.cluster.Leadership;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.quorum.SnapshotBytes;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FetchSnapshotRequest;
import io.tidepost.wire.message.FetchSnapshotResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Hands out a snapshot of the metadata piece by piece (KIP-630).
final class FetchSnapshotHandler
    implements ApiHandler<FetchSnapshotRequest, FetchSnapshotResponse> {

  private static final String TOPIC = "__cluster_metadata";

  private final BrokerContext context;

  FetchSnapshotHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public FetchSnapshotRequest read(WireReader in, short version) {
    return FetchSnapshotRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      FetchSnapshotRequest request, RequestContext caller, Reply<FetchSnapshotResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    if (request.clusterId != null && !request.clusterId.equals(context.clusterId())) {
      throw new ApiException(
          ErrorCode.INCONSISTENT_CLUSTER_ID, ErrorCode.INCONSISTENT_CLUSTER_ID.message());
    }
    if (request.topics.size() != 1
        || request.topics.getFirst().partitions.size() != 1
        || !request.topics.getFirst().name.equals(TOPIC)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "The controller hands out snapshots of " + TOPIC + " alone");
    }
    FetchSnapshotRequest.PartitionSnapshot asked = request.topics.getFirst().partitions.getFirst();
    SnapshotBytes snapshot =
        context.cluster().snapshot(asked.snapshotId.endOffset, asked.snapshotId.epoch);
    reply.send(response(asked, piece(request, asked, snapshot)));
  }

  private FetchSnapshotResponse.PartitionSnapshot piece(
      FetchSnapshotRequest request,
      FetchSnapshotRequest.PartitionSnapshot asked,
      @Nullable SnapshotBytes snapshot) {
    Leadership leadership = context.cluster().leadership();
    var piece = new FetchSnapshotResponse.PartitionSnapshot();
    piece.snapshotId.endOffset = asked.snapshotId.endOffset;
    piece.snapshotId.epoch = asked.snapshotId.epoch;
    piece.currentLeader.leaderId = leadership.leaderId();
    piece.currentLeader.leaderEpoch = leadership.leaderEpoch();
    piece.position = asked.position;
    piece.unalignedRecords = new BufferRecords(ByteBuffer.allocate(0));
    if (snapshot == null) {
      piece.errorCode = ErrorCode.SNAPSHOT_NOT_FOUND.code();
      return piece;
    }
    int size = snapshot.bytes().remaining();
    piece.size = size;
    if (asked.position < 0 || asked.position >= size) {
      piece.errorCode = ErrorCode.POSITION_OUT_OF_RANGE.code();
      return piece;
    }
    int length = Math.min(Math.max(1, request.maxBytes), size - (int) asked.position);
    piece.unalignedRecords =
        new BufferRecords(snapshot.bytes().slice((int) asked.position, length));
    return piece;
  }

  private static FetchSnapshotResponse response(
      FetchSnapshotRequest.PartitionSnapshot asked, FetchSnapshotResponse.PartitionSnapshot piece) {
    piece.index = asked.partition;
    var topic = new FetchSnapshotResponse.TopicSnapshot();
    topic.name = TOPIC;
    topic.partitions.add(piece);
    var response = new FetchSnapshotResponse();
    response.topics.add(topic);
    return response;
  }

  @Override
  public FetchSnapshotResponse error(
      FetchSnapshotRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new FetchSnapshotResponse();
    response.errorCode = error.code();
    return response;
  }
}
