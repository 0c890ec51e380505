package io.tidepost.broker.api;

import io.tidepost.broker.quota.PartitionGrant;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.CreatePartitions;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.CreatePartitionsRequest;
import io.tidepost.wire.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.tidepost.wire.message.CreatePartitionsResponse;
import io.tidepost.wire.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CreatePartitions 0-3: lets topics grow, each for itself. The reply leaves once the new
/// partitions accept writes.
final class CreatePartitionsHandler
    implements ApiHandler<CreatePartitionsRequest, CreatePartitionsResponse> {

  /// From this version on clients know THROTTLING_QUOTA_EXCEEDED (KIP-599).
  private static final short FIRST_VERSION_WITH_QUOTA_ERROR = 3;

  private final BrokerContext context;

  CreatePartitionsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public CreatePartitionsRequest read(WireReader in, short version) {
    return CreatePartitionsRequest.read(in, version);
  }

  @Override
  public void handle(
      CreatePartitionsRequest request,
      RequestContext caller,
      Reply<CreatePartitionsResponse> reply) {
    Set<String> names = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (CreatePartitionsTopic topic : request.topics) {
      if (!names.add(topic.name)) {
        twice.add(topic.name);
      }
    }
    List<CreatePartitions.Growth> growths = new ArrayList<>();
    var response = new CreatePartitionsResponse();
    for (CreatePartitionsTopic topic : request.topics) {
      if (twice.contains(topic.name)) {
        continue;
      }
      if (context.authorizations().allowOnTopic(caller, AclOperation.ALTER, topic.name)) {
        growths.add(growth(topic));
      } else {
        response.results.add(result(topic.name, ErrorCode.TOPIC_AUTHORIZATION_FAILED.code(), null));
      }
    }
    twice.forEach(name ->
        response.results.add(
            result(name, ErrorCode.INVALID_REQUEST.code(), "Duplicate topic name.")));
    PartitionGrant grant =
        context.quotas().mutations(caller, caller.apiVersion() >= FIRST_VERSION_WITH_QUOTA_ERROR);
    context
        .controller()
        .submit(
            new CreatePartitions(growths, request.validateOnly, grant),
            ControllerAnswers.into(
                reply,
                outcomes -> {
                  outcomes.forEach((name, failure) ->
                      response.results.add(
                          result(name, Failure.code(failure), Failure.message(failure))));
                  return grant.tell(response, reply);
                }));
  }

  private static CreatePartitions.Growth growth(CreatePartitionsTopic topic) {
    List<List<Integer>> assignments =
        topic.assignments == null
            ? null
            : topic.assignments.stream().map(each -> each.brokerIds).toList();
    return new CreatePartitions.Growth(topic.name, topic.count, assignments);
  }

  private static CreatePartitionsTopicResult result(
      String name, short code, @Nullable String message) {
    var result = new CreatePartitionsTopicResult();
    result.name = name;
    result.errorCode = code;
    result.errorMessage = message;
    return result;
  }

  @Override
  public CreatePartitionsResponse error(
      CreatePartitionsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new CreatePartitionsResponse();
    request.topics.forEach(
        topic -> response.results.add(result(topic.name, error.code(), message)));
    return response;
  }
}
