package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.HostedShard;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.offset.TxnOffsetCommit;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.Topics;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import io.tidepost.wire.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// TxnOffsetCommit (28), versions 0 to 6: a producer commits a group's offsets in its transaction.
/// From version 5 on that makes the group's partition a part of the transaction (KIP-890); topics
/// by id since version 6.
final class TxnOffsetCommitHandler
    implements ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {

  private static final short FIRST_THAT_JOINS = 5;
  private static final short FIRST_WITH_TOPIC_IDS = 6;

  private final BrokerContext broker;

  TxnOffsetCommitHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public TxnOffsetCommitRequest read(WireReader in, short version) {
    return TxnOffsetCommitRequest.read(in, version);
  }

  @Override
  public void handle(
      TxnOffsetCommitRequest request, RequestContext caller, Reply<TxnOffsetCommitResponse> reply) {
    var authorizations = broker.authorizations();
    authorizations.demand(
        caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId);
    authorizations.demand(caller, AclOperation.READ, ResourceType.GROUP, request.groupId);
    if (request.transactionalId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "the transactional id is empty");
    }
    List<TxnOffsetCommitRequestTopic> known = new ArrayList<>();
    List<TxnOffsetCommitResponseTopic> refused = new ArrayList<>();
    for (TxnOffsetCommitRequestTopic topic : request.topics) {
      ErrorCode error = resolve(topic, caller);
      if (error == ErrorCode.NONE) {
        known.add(topic);
      } else {
        refused.addAll(TxnOffsetCommit.error(List.of(topic), error).topics);
      }
    }
    request.topics = known;
    if (known.isEmpty()) {
      reply.send(complete(new TxnOffsetCommitResponse(), refused));
    } else {
      commit(request, caller, response -> reply.send(complete(response, refused)));
    }
  }

  private ErrorCode resolve(TxnOffsetCommitRequestTopic topic, RequestContext caller) {
    boolean byId = caller.apiVersion() >= FIRST_WITH_TOPIC_IDS;
    Topics topics = broker.image().topics();
    Topic found = byId ? topics.byId(topic.topicId) : topics.byName(topic.name);
    String name = byId ? (found == null ? null : found.name()) : topic.name;
    if (name != null
        && !broker.authorizations().allow(caller, AclOperation.READ, ResourceType.TOPIC, name)) {
      return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    }
    if (found == null) {
      return byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    topic.name = found.name();
    topic.topicId = found.id();
    return ErrorCode.NONE;
  }

  private void commit(
      TxnOffsetCommitRequest request,
      RequestContext caller,
      Consumer<TxnOffsetCommitResponse> answer) {
    HostedShard<GroupCoordinatorShard> shard = broker.groups().shardOf(request.groupId);
    if (shard == null) {
      answer.accept(TxnOffsetCommit.error(request.topics, ErrorCode.NOT_COORDINATOR));
      return;
    }
    boolean joins = caller.apiVersion() >= FIRST_THAT_JOINS;
    HostedPartition partition = shard.partition();
    var question =
        broker
            .transactions()
            .question(
                request.transactionalId,
                partition,
                joins ? Set.of(partition.topicPartition()) : Set.of());
    partition
        .loop()
        .run(() ->
            partition
                .leader()
                .transactions()
                .admit(
                    request.producerId,
                    request.producerEpoch,
                    question,
                    error -> admitted(request, shard, joins, error, answer)));
  }

  /// On the group's owner loop.
  private static void admitted(
      TxnOffsetCommitRequest request,
      HostedShard<GroupCoordinatorShard> shard,
      boolean joins,
      ErrorCode error,
      Consumer<TxnOffsetCommitResponse> answer) {
    GroupCoordinatorShard groups = shard.shard();
    if (error != ErrorCode.NONE) {
      ErrorCode told = TransactionErrors.toCommitter(error, joins);
      answer.accept(TxnOffsetCommit.error(request.topics, told));
    } else if (groups == null) {
      answer.accept(TxnOffsetCommit.error(request.topics, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    } else {
      shard.submit(
          new TxnOffsetCommit(
              request,
              groups.offsets().markersOrdered(),
              new io.tidepost.coordinator.runtime.Reply<>(answer)));
    }
  }

  private static TxnOffsetCommitResponse complete(
      TxnOffsetCommitResponse response, List<TxnOffsetCommitResponseTopic> refused) {
    response.topics.addAll(refused);
    return response;
  }

  @Override
  public TxnOffsetCommitResponse error(
      TxnOffsetCommitRequest request, short version, ErrorCode error, @Nullable String message) {
    return TxnOffsetCommit.error(request.topics, error);
  }
}
