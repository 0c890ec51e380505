package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FindCoordinatorRequest;
import io.tidepost.wire.message.FindCoordinatorResponse;
import io.tidepost.wire.message.FindCoordinatorResponse.Coordinator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which broker coordinates a key: the leader of the key's partition of the coordinator's internal
/// topic. That topic is created when somebody asks for the first time; the answer waits for it.
final class FindCoordinatorHandler
    implements ApiHandler<FindCoordinatorRequest, FindCoordinatorResponse> {

  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;

  /// Of a share partition: "group:topicId:partition". Brokers ask for it (KIP-932).
  private static final byte SHARE = 2;

  private static final short BATCHED_VERSION = 4;
  private static final short SHARE_VERSION = 6;

  private final BrokerContext broker;

  FindCoordinatorHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public FindCoordinatorRequest read(WireReader in, short version) {
    return FindCoordinatorRequest.read(in, version);
  }

  @Override
  public void handle(
      FindCoordinatorRequest request,
      RequestContext context,
      Reply<FindCoordinatorResponse> reply) {
    InternalTopic topic = topicOf(request.keyType, context);
    if (nothingVisible(request, context)) {
      reply.send(found(topic, request, context));
      return;
    }
    topic.create(failure -> {
      if (failure == null) {
        reply.send(found(topic, request, context));
      } else {
        reply.fail(new ApiException(ErrorCode.COORDINATOR_NOT_AVAILABLE, failure.message()));
      }
    });
  }

  /// The topic that keeps what a coordinator of that type coordinates.
  private InternalTopic topicOf(byte keyType, RequestContext context) {
    if (keyType == SHARE && context.apiVersion() >= SHARE_VERSION) {
      return broker.shareCoordinators().topic();
    }
    return switch (keyType) {
      case GROUP -> broker.groups().topic();
      case TRANSACTION -> broker.transactions().topic();
      default ->
          throw new ApiException(
              ErrorCode.INVALID_REQUEST, "this broker has no coordinator of type " + keyType);
    };
  }

  /// Whether the caller may describe nothing of what they ask for: nothing is created for them.
  private boolean nothingVisible(FindCoordinatorRequest request, RequestContext context) {
    List<String> keys =
        context.apiVersion() >= BATCHED_VERSION ? request.coordinatorKeys : List.of(request.key);
    return keys.stream().noneMatch(key -> isVisible(request.keyType, key, context));
  }

  private boolean isVisible(byte keyType, String key, RequestContext context) {
    return keyType == SHARE
        ? broker.authorizations().allowOnCluster(context, AclOperation.CLUSTER_ACTION)
        : broker.authorizations().allow(context, AclOperation.DESCRIBE, resourceOf(keyType), key);
  }

  /// What the keys of that type name.
  private static ResourceType resourceOf(byte keyType) {
    return switch (keyType) {
      case GROUP -> ResourceType.GROUP;
      case TRANSACTION -> ResourceType.TRANSACTIONAL_ID;
      default -> ResourceType.CLUSTER;
    };
  }

  private FindCoordinatorResponse found(
      InternalTopic topic, FindCoordinatorRequest request, RequestContext context) {
    FindCoordinatorResponse response = new FindCoordinatorResponse();
    if (context.apiVersion() >= BATCHED_VERSION) {
      for (String key : request.coordinatorKeys) {
        response.coordinators.add(coordinator(topic, request.keyType, key, context));
      }
      return response;
    }
    Coordinator only = coordinator(topic, request.keyType, request.key, context);
    response.errorCode = only.errorCode;
    response.errorMessage = only.errorMessage;
    response.nodeId = only.nodeId;
    response.host = only.host;
    response.port = only.port;
    return response;
  }

  private Coordinator coordinator(
      InternalTopic topic, byte keyType, String key, RequestContext context) {
    if (!isVisible(keyType, key, context)) {
      return refused(key, resourceOf(keyType).refusal(), null);
    }
    if (keyType == SHARE && !SharePartitionKey.isCoordinatorKey(key)) {
      return refused(key, ErrorCode.INVALID_REQUEST, null);
    }
    Partition partition = broker.image().topics().partition(topic.name(), topic.partitionOf(key));
    Broker leader = partition == null ? null : broker.image().brokers().get(partition.leader());
    Endpoint endpoint = leader == null ? null : broker.endpoint(leader, context.listener());
    if (leader == null || endpoint == null) {
      return refused(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, null);
    }
    Coordinator answer = new Coordinator();
    answer.key = key;
    answer.nodeId = leader.id();
    answer.host = endpoint.host();
    answer.port = endpoint.port();
    return answer;
  }

  private static Coordinator refused(String key, ErrorCode error, @Nullable String message) {
    Coordinator answer = new Coordinator();
    answer.key = key;
    answer.nodeId = -1;
    answer.port = -1;
    answer.errorCode = error.code();
    answer.errorMessage = message == null ? error.message() : message;
    return answer;
  }

  @Override
  public FindCoordinatorResponse error(
      FindCoordinatorRequest request, short version, ErrorCode error, @Nullable String message) {
    FindCoordinatorResponse response = new FindCoordinatorResponse();
    List<String> keys = version >= BATCHED_VERSION ? request.coordinatorKeys : List.of();
    keys.forEach(key -> response.coordinators.add(refused(key, error, message)));
    if (version < BATCHED_VERSION) {
      response.errorCode = error.code();
      response.errorMessage = message == null ? error.message() : message;
      response.nodeId = -1;
      response.port = -1;
    }
    return response;
  }
}
