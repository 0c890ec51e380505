package io.tidepost.broker.api;

import io.tidepost.broker.quota.PartitionGrant;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.CreateTopicsRequest.CreatableTopic;
import io.tidepost.wire.message.CreateTopicsResponse;
import io.tidepost.wire.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CreateTopics 2-7: each topic succeeds or fails for itself. The reply leaves once the new
/// partitions accept writes.
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {

  private static final String METADATA_TOPIC = "__cluster_metadata";

  /// From this version on clients know THROTTLING_QUOTA_EXCEEDED (KIP-599).
  private static final short FIRST_VERSION_WITH_QUOTA_ERROR = 6;

  private final BrokerContext context;

  CreateTopicsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public CreateTopicsRequest read(WireReader in, short version) {
    return CreateTopicsRequest.read(in, version);
  }

  @Override
  public void handle(
      CreateTopicsRequest request, RequestContext caller, Reply<CreateTopicsResponse> reply) {
    var response = new CreateTopicsResponse();
    List<NewTopic> accepted = accept(request, caller, response);
    PartitionGrant grant =
        context.quotas().mutations(caller, caller.apiVersion() >= FIRST_VERSION_WITH_QUOTA_ERROR);
    context
        .controller()
        .submit(
            new CreateTopics(accepted, request.validateOnly, grant),
            ControllerAnswers.into(
                reply,
                outcomes -> {
                  outcomes.forEach(
                      (name, outcome) -> response.topics.add(0, result(name, outcome, caller)));
                  return grant.tell(response, reply);
                }));
  }

  /// Sorts out what the controller is not to see: names that occur twice, the metadata topic, and
  /// what the caller may not create.
  private List<NewTopic> accept(
      CreateTopicsRequest request, RequestContext caller, CreateTopicsResponse response) {
    Set<String> names = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (CreatableTopic topic : request.topics) {
      if (!names.add(topic.name)) {
        twice.add(topic.name);
      }
    }
    List<NewTopic> accepted = new ArrayList<>();
    for (CreatableTopic topic : request.topics) {
      if (twice.contains(topic.name)) {
        continue;
      }
      if (topic.name.equals(METADATA_TOPIC)) {
        response.topics.add(
            refused(
                topic.name,
                ErrorCode.INVALID_REQUEST,
                "Creation of internal topic " + METADATA_TOPIC + " is prohibited."));
      } else if (!mayCreate(caller, topic.name)) {
        response.topics.add(
            refused(topic.name, ErrorCode.TOPIC_AUTHORIZATION_FAILED, "Authorization failed."));
      } else {
        accepted.add(newTopic(topic));
      }
    }
    twice.forEach(name ->
        response.topics.add(refused(name, ErrorCode.INVALID_REQUEST, "Duplicate topic name.")));
    return accepted;
  }

  private boolean mayCreate(RequestContext caller, String topic) {
    Authorizations authorizations = context.authorizations();
    if (authorizations.show(
        caller, AclOperation.CREATE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      authorizations.change(caller, AclOperation.CREATE, ResourceType.TOPIC.name(), topic);
      return true;
    }
    return authorizations.allowOnTopic(caller, AclOperation.CREATE, topic);
  }

  private static NewTopic newTopic(CreatableTopic topic) {
    Map<String, @Nullable String> configs = new LinkedHashMap<>();
    topic.configs.forEach(config -> configs.put(config.name, config.value));
    return new NewTopic(
        topic.name,
        topic.numPartitions,
        topic.replicationFactor,
        topic.assignments.stream()
            .map(assignment ->
                new NewTopic.Assignment(assignment.partitionIndex, assignment.brokerIds))
            .toList(),
        configs);
  }

  private CreatableTopicResult result(
      String name, CreateTopics.Outcome outcome, RequestContext caller) {
    Failure failure = outcome.failure();
    if (failure != null) {
      return refused(name, failure.error(), failure.message());
    }
    var result = new CreatableTopicResult();
    result.name = name;
    result.topicId = outcome.id();
    result.errorMessage = null;
    if (!context
        .authorizations()
        .show(caller, AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, name)) {
      result.topicConfigErrorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
      return result;
    }
    result.numPartitions = outcome.partitions();
    result.replicationFactor = outcome.replicationFactor();
    result.configs = TopicConfigEntries.forCreation(context.options().current(), outcome.configs());
    return result;
  }

  private static CreatableTopicResult refused(String name, ErrorCode error, String message) {
    var result = new CreatableTopicResult();
    result.name = name;
    result.errorCode = error.code();
    result.errorMessage = message;
    return result;
  }

  @Override
  public CreateTopicsResponse error(
      CreateTopicsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new CreateTopicsResponse();
    for (CreatableTopic topic : request.topics) {
      response.topics.add(refused(topic.name, error, message == null ? error.message() : message));
    }
    return response;
  }
}
