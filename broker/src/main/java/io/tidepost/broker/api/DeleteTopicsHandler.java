package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.DeleteTopics;
import io.tidepost.metadata.controller.Failure;
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
    context
        .controller()
        .submit(
            new DeleteTopics(targets(request)),
            ControllerAnswers.into(reply, DeleteTopicsHandler::response));
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
