package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.quota.PartitionGrant;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.DeleteTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteTopicsRequest;
import io.tidepost.wire.message.DeleteTopicsResponse;
import io.tidepost.wire.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DeleteTopics 1-6: by name, from version 6 on also by id; each topic for itself.
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse> {

  /// From this version on clients know THROTTLING_QUOTA_EXCEEDED (KIP-599).
  private static final short FIRST_VERSION_WITH_QUOTA_ERROR = 5;

  private final BrokerContext context;

  DeleteTopicsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DeleteTopicsRequest read(WireReader in, short version) {
    return DeleteTopicsRequest.read(in, version);
  }

  @Override
  public void handle(
      DeleteTopicsRequest request, RequestContext caller, Reply<DeleteTopicsResponse> reply) {
    if (!context.options().get(TopicDefaultOptions.DELETE_TOPIC_ENABLE)) {
      // Clients of versions below 3 do not know the error of its own.
      throw new ApiException(
          caller.apiVersion() < 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED,
          "Topic deletion is disabled.");
    }
    List<DeleteTopics.Outcome> refused = new ArrayList<>();
    List<DeleteTopics.Target> allowed = allowed(request, caller, refused);
    PartitionGrant grant =
        context.quotas().mutations(caller, caller.apiVersion() >= FIRST_VERSION_WITH_QUOTA_ERROR);
    context
        .controller()
        .submit(
            new DeleteTopics(allowed, grant),
            ControllerAnswers.into(
                reply,
                outcomes -> {
                  DeleteTopicsResponse response = response(outcomes);
                  response.responses.addAll(response(refused).responses);
                  return grant.tell(response, reply);
                }));
  }

  /// What the caller may delete. A topic that they may not even describe is not told apart from one
  /// that does not exist.
  private List<DeleteTopics.Target> allowed(
      DeleteTopicsRequest request, RequestContext caller, List<DeleteTopics.Outcome> refused) {
    Authorizations authorizations = context.authorizations();
    if (authorizations.show(
        caller, AclOperation.DELETE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      return targets(request);
    }
    List<DeleteTopics.Target> allowed = new ArrayList<>();
    for (DeleteTopics.Target target : targets(request)) {
      boolean byId = target.name() == null;
      Topic known = byId ? context.image().topics().byId(target.id()) : null;
      String name = known == null ? target.name() : known.name();
      if (name == null) {
        allowed.add(target); // an unknown id is no secret
        continue;
      }
      boolean describable = authorizations.allowOnTopic(caller, AclOperation.DESCRIBE, name);
      boolean missing = describable && !byId && context.image().topics().byName(name) == null;
      if (missing
          || (describable && authorizations.allowOnTopic(caller, AclOperation.DELETE, name))) {
        allowed.add(target);
      } else {
        refused.add(
            new DeleteTopics.Outcome(
                byId && !describable ? null : name,
                byId ? target.id() : Uuid.ZERO,
                Failure.of(ErrorCode.TOPIC_AUTHORIZATION_FAILED)));
      }
    }
    return allowed;
  }

  private static List<DeleteTopics.Target> targets(DeleteTopicsRequest request) {
    List<DeleteTopics.Target> targets = new ArrayList<>();
    request.topicNames.forEach(name -> targets.add(new DeleteTopics.Target(name, Uuid.ZERO)));
    request.topics.forEach(
        topic -> targets.add(new DeleteTopics.Target(topic.name, topic.topicId)));
    return targets;
  }

  private static DeleteTopicsResponse response(List<DeleteTopics.Outcome> outcomes) {
    var response = new DeleteTopicsResponse();
    for (DeleteTopics.Outcome outcome : outcomes) {
      response.responses.add(
          result(
              outcome.name(),
              outcome.id(),
              Failure.code(outcome.failure()),
              Failure.message(outcome.failure())));
    }
    return response;
  }

  private static DeletableTopicResult result(
      @Nullable String name, Uuid id, short code, @Nullable String message) {
    var result = new DeletableTopicResult();
    result.name = name;
    result.topicId = id;
    result.errorCode = code;
    result.errorMessage = message;
    return result;
  }

  @Override
  public DeleteTopicsResponse error(
      DeleteTopicsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DeleteTopicsResponse();
    for (DeleteTopics.Target target : targets(request)) {
      response.responses.add(result(target.name(), target.id(), error.code(), message));
    }
    return response;
  }
}
