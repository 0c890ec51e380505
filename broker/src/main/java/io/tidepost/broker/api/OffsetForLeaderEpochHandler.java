package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.OffsetForLeaderEpochRequest;
import io.tidepost.wire.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.tidepost.wire.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.tidepost.wire.message.OffsetForLeaderEpochResponse;
import io.tidepost.wire.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.tidepost.wire.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import org.jspecify.annotations.Nullable;

/// OffsetForLeaderEpoch (23), versions 2 to 4: where a leader epoch ended (KIP-320).
final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {

  private final BrokerContext context;

  OffsetForLeaderEpochHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public OffsetForLeaderEpochRequest read(WireReader in, short version) {
    return OffsetForLeaderEpochRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public void handle(
      OffsetForLeaderEpochRequest request,
      RequestContext caller,
      Reply<OffsetForLeaderEpochResponse> reply) {
    var response = new OffsetForLeaderEpochResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    boolean broker =
        context
            .authorizations()
            .show(
                caller,
                AclOperation.CLUSTER_ACTION,
                ResourceType.CLUSTER,
                ResourceType.CLUSTER_NAME);
    for (OffsetForLeaderTopic topic : request.topics) {
      boolean allowed =
          broker
              || context.authorizations().allowOnTopic(caller, AclOperation.DESCRIBE, topic.topic);
      var result = new OffsetForLeaderTopicResult();
      result.topic = topic.topic;
      response.topics.add(result);
      for (OffsetForLeaderPartition wanted : topic.partitions) {
        var answer = new EpochEndOffset();
        answer.partition = wanted.partition;
        result.partitions.add(answer);
        HostedPartition partition = context.partitions().find(topic.topic, wanted.partition);
        if (!allowed) {
          answer.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
        } else if (partition == null) {
          answer.errorCode =
              DataErrors.whyMissing(context, false, topic.topic, Uuid.ZERO, wanted.partition)
                  .code();
        } else {
          fanOut.on(partition, () -> answer(partition.leader(), wanted, answer));
        }
      }
    }
    fanOut.step();
  }

  private static void answer(
      PartitionLeader leader, OffsetForLeaderPartition wanted, EpochEndOffset answer) {
    ErrorCode refused = leader.checkLeaderEpoch(wanted.currentLeaderEpoch);
    answer.errorCode = refused.code();
    if (refused == ErrorCode.NONE) {
      var end = leader.log().endOffsetFor(wanted.leaderEpoch);
      answer.leaderEpoch = end.leaderEpoch();
      answer.endOffset = end.endOffset();
    }
  }

  @Override
  public OffsetForLeaderEpochResponse error(
      OffsetForLeaderEpochRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new OffsetForLeaderEpochResponse();
    for (OffsetForLeaderTopic topic : request.topics) {
      var result = new OffsetForLeaderTopicResult();
      result.topic = topic.topic;
      for (OffsetForLeaderPartition wanted : topic.partitions) {
        var answer = new EpochEndOffset();
        answer.partition = wanted.partition;
        answer.errorCode = error.code();
        result.partitions.add(answer);
      }
      response.topics.add(result);
    }
    return response;
  }
}
