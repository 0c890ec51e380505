package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.TopicNames;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.MetadataRequest;
import io.tidepost.wire.message.MetadataRequest.MetadataRequestTopic;
import io.tidepost.wire.message.MetadataResponse;
import io.tidepost.wire.message.MetadataResponse.MetadataResponseBroker;
import io.tidepost.wire.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Metadata (3), versions 0 to 13: brokers, and topics by name, by id, or all. Topics that do not
/// exist are created when broker and client both want that (`auto.create.topics.enable`); the
/// answer waits until their partitions accept writes.
final class MetadataHandler implements ApiHandler<MetadataRequest, MetadataResponse> {

  private static final short FIRST_WITH_TOPIC_IDS = 12;

  private final BrokerContext context;
  private final TopicDescriptions descriptions;

  MetadataHandler(BrokerContext context) {
    this.context = context;
    this.descriptions = new TopicDescriptions(context);
  }

  @Override
  public MetadataRequest read(WireReader in, short version) {
    return MetadataRequest.read(in, version);
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
  public void handle(
      MetadataRequest request, RequestContext caller, Reply<MetadataResponse> reply) {
    check(request, caller.apiVersion());
    Map<String, ErrorCode> errors = new LinkedHashMap<>();
    List<NewTopic> missing = mayCreate(request) ? missing(request, caller, errors) : List.of();
    if (missing.isEmpty()) {
      reply.send(answer(request, caller, errors));
      return;
    }
    context
        .controller()
        .submit(
            new CreateTopics(missing, false, context.quotas().mutations(caller, true)),
            (outcomes, failure) -> {
              if (outcomes == null) {
                missing.forEach(topic -> errors.put(topic.name(), ErrorCode.LEADER_NOT_AVAILABLE));
              } else {
                outcomes.forEach((name, outcome) -> {
                  if (outcome.failure() != null) {
                    errors.put(name, errorOf(outcome.failure().error()));
                  }
                });
              }
              reply.send(answer(request, caller, errors));
            });
  }

  /// What Kafka tells those who asked for a topic that could not be created for them.
  private static ErrorCode errorOf(ErrorCode creation) {
    return switch (creation) {
      case INVALID_TOPIC_EXCEPTION -> ErrorCode.INVALID_TOPIC_EXCEPTION;
      case INVALID_REPLICATION_FACTOR -> ErrorCode.INVALID_REPLICATION_FACTOR;
      case TOPIC_ALREADY_EXISTS -> ErrorCode.LEADER_NOT_AVAILABLE;
      default -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    };
  }

  private static void check(MetadataRequest request, short version) {
    if (request.topics == null || version >= FIRST_WITH_TOPIC_IDS) {
      return;
    }
    for (MetadataRequestTopic topic : request.topics) {
      if (topic.name == null) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST, "Topic name can not be null for version " + version);
      }
      if (!topic.topicId.equals(Uuid.ZERO)) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST,
            "Topic IDs are not supported in requests for version " + version);
      }
    }
  }

  private boolean mayCreate(MetadataRequest request) {
    return request.topics != null
        && request.allowAutoTopicCreation
        && context.options().get(TopicDefaultOptions.AUTO_CREATE_TOPICS_ENABLE);
  }

  /// Topics to create.
  ///
  /// @param errors gets those that the caller may not create
  private List<NewTopic> missing(
      MetadataRequest request, RequestContext caller, Map<String, ErrorCode> errors) {
    List<NewTopic> result = new ArrayList<>();
    MetadataImage image = context.image();
    if (request.topics != null) {
      for (String name : names(request.topics)) {
        if (image.topics().byName(name) == null
            && TopicNames.whyInvalid(name) == null
            && !InternalTopics.isInternal(name)
            && isDescribable(caller, name)) {
          if (!isCreatable(caller, name)) {
            errors.put(name, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
            continue;
          }
          result.add(
              NewTopic.of(
                  name,
                  context.options().get(TopicDefaultOptions.NUM_PARTITIONS),
                  context
                      .options()
                      .get(TopicDefaultOptions.DEFAULT_REPLICATION_FACTOR)
                      .shortValue()));
        }
      }
    }
    return result;
  }

  private boolean isDescribable(RequestContext caller, String topic) {
    return context.authorizations().allowOnTopic(caller, AclOperation.DESCRIBE, topic);
  }

  private boolean isCreatable(RequestContext caller, String topic) {
    Authorizations authorizations = context.authorizations();
    return authorizations.show(
            caller, AclOperation.CREATE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
        || authorizations.allowOnTopic(caller, AclOperation.CREATE, topic);
  }

  /// Names asked for, each once; topics asked for by id are left out.
  private static List<String> names(List<MetadataRequestTopic> topics) {
    return topics.stream()
        .filter(topic -> topic.topicId.equals(Uuid.ZERO) && topic.name != null)
        .map(topic -> String.valueOf(topic.name))
        .distinct()
        .toList();
  }

  private MetadataResponse answer(
      MetadataRequest request, RequestContext caller, Map<String, ErrorCode> errors) {
    MetadataImage image = context.image();
    var response = new MetadataResponse();
    for (Broker broker : image.brokers().values()) {
      Endpoint endpoint = context.endpoint(broker, caller.listener());
      if (endpoint != null && !broker.fenced()) {
        response.brokers.add(broker(broker, endpoint));
      }
    }
    response.clusterId = context.clusterId();
    response.controllerId = Controllers.shown(context);
    if (isAll(request, caller.apiVersion())) {
      for (Topic topic : image.topics().sorted()) {
        if (context
            .authorizations()
            .show(caller, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name())) {
          response.topics.add(descriptions.of(topic));
        }
      }
    } else if (request.topics != null) {
      topics(request.topics, image, caller, errors, response);
    }
    addOperations(request, caller, response);
    return response;
  }

  private void addOperations(
      MetadataRequest request, RequestContext caller, MetadataResponse response) {
    Authorizations authorizations = context.authorizations();
    if (request.includeTopicAuthorizedOperations) {
      for (MetadataResponseTopic topic : response.topics) {
        if (topic.name != null && topic.errorCode != ErrorCode.TOPIC_AUTHORIZATION_FAILED.code()) {
          topic.topicAuthorizedOperations =
              authorizations.operations(caller, ResourceType.TOPIC, topic.name);
        }
      }
    }
    if (request.includeClusterAuthorizedOperations) {
      response.clusterAuthorizedOperations = authorizations.clusterOperations(caller);
    }
  }

  /// Version 0 says "all" with an empty list, later ones with null.
  private static boolean isAll(MetadataRequest request, short version) {
    return request.topics == null || (version == 0 && request.topics.isEmpty());
  }

  private static MetadataResponseBroker broker(Broker broker, Endpoint endpoint) {
    var result = new MetadataResponseBroker();
    result.nodeId = broker.id();
    result.host = endpoint.host();
    result.port = endpoint.port();
    result.rack = broker.rack();
    return result;
  }

  private void topics(
      List<MetadataRequestTopic> wanted,
      MetadataImage image,
      RequestContext caller,
      Map<String, ErrorCode> errors,
      MetadataResponse response) {
    for (MetadataRequestTopic topic : wanted) {
      if (!topic.topicId.equals(Uuid.ZERO)) {
        Topic known = image.topics().byId(topic.topicId);
        if (known == null) {
          response.topics.add(missing(ErrorCode.UNKNOWN_TOPIC_ID, null, topic.topicId));
        } else if (!isDescribable(caller, known.name())) {
          response.topics.add(missing(ErrorCode.TOPIC_AUTHORIZATION_FAILED, null, topic.topicId));
        } else {
          response.topics.add(descriptions.of(known));
        }
      }
    }
    for (String name : names(wanted)) {
      if (!isDescribable(caller, name)) {
        MetadataResponseTopic hidden =
            missing(ErrorCode.TOPIC_AUTHORIZATION_FAILED, name, Uuid.ZERO);
        hidden.isInternal = false;
        response.topics.add(hidden);
        continue;
      }
      Topic known = image.topics().byName(name);
      if (known != null) {
        response.topics.add(descriptions.of(known));
      } else {
        ErrorCode error =
            TopicNames.whyInvalid(name) != null
                ? ErrorCode.INVALID_TOPIC_EXCEPTION
                : errors.getOrDefault(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        response.topics.add(missing(error, name, Uuid.ZERO));
      }
    }
  }

  private static MetadataResponseTopic missing(ErrorCode error, @Nullable String name, Uuid id) {
    var result = new MetadataResponseTopic();
    result.errorCode = error.code();
    result.name = name;
    result.topicId = id;
    result.isInternal = name != null && InternalTopics.isInternal(name);
    return result;
  }

  @Override
  public MetadataResponse error(
      MetadataRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new MetadataResponse();
    if (version >= 13) {
      response.errorCode = error.code();
    }
    if (request.topics != null) {
      for (MetadataRequestTopic topic : request.topics) {
        // Older versions cannot leave the name out.
        String name = topic.name == null && version < FIRST_WITH_TOPIC_IDS ? "" : topic.name;
        response.topics.add(missing(error, name, topic.topicId));
      }
    }
    return response;
  }
}
