package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.metadata.controller.AllocateProducerIds;
import io.tidepost.metadata.controller.AssignReplicasToDirs;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AllocateProducerIdsRequest;
import io.tidepost.wire.message.AllocateProducerIdsResponse;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.CreateTopicsResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What a broker wants of a controller on another node for itself, not for a client: topics that
/// nobody created and blocks of producer ids. Everything else comes from clients, whose requests
/// are forwarded whole. Any thread.
final class RemoteCommands {

  private static final int MILLIS_MAX = 30_000;

  private final ControllerChannel channel;

  RemoteCommands(ControllerChannel channel) {
    this.channel = channel;
  }

  @SuppressWarnings("unchecked") // each command is answered with its own outcome
  <R> void submit(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    if (command instanceof CreateTopics topics) {
      create(
          topics,
          (BiConsumer<@Nullable Map<String, CreateTopics.Outcome>, @Nullable Failure>)
              (BiConsumer<?, ?>) answer);
    } else if (command instanceof AllocateProducerIds ids) {
      allocate(
          ids,
          (BiConsumer<AllocateProducerIds.@Nullable Outcome, @Nullable Failure>)
              (BiConsumer<?, ?>) answer);
    } else if (command instanceof AssignReplicasToDirs assignments) {
      RemoteAssignments.send(
          channel,
          assignments,
          (BiConsumer<AssignReplicasToDirs.@Nullable Outcome, @Nullable Failure>)
              (BiConsumer<?, ?>) answer);
    } else {
      answer.accept(null, Failure.of(ErrorCode.NOT_CONTROLLER));
    }
  }

  private void create(
      CreateTopics command,
      BiConsumer<@Nullable Map<String, CreateTopics.Outcome>, @Nullable Failure> answer) {
    var request = new CreateTopicsRequest();
    request.validateOnly = command.validateOnly();
    request.timeoutMs = MILLIS_MAX;
    for (NewTopic topic : command.topics()) {
      var creatable = new CreateTopicsRequest.CreatableTopic();
      creatable.name = topic.name();
      creatable.numPartitions = topic.partitions();
      creatable.replicationFactor = topic.replicationFactor();
      topic
          .configs()
          .forEach((name, value) -> {
            var config = new CreateTopicsRequest.CreatableTopicConfig();
            config.name = name;
            config.value = value;
            creatable.configs.add(config);
          });
      request.topics.add(creatable);
    }
    channel.send(
        new ControllerRequest<>(
            request,
            7,
            7,
            CreateTopicsResponse.class,
            CreateTopicsResponse::read,
            RemoteCommands::error,
            MILLIS_MAX),
        (response, failure) -> {
          if (response == null) {
            answer.accept(null, unanswered(failure));
          } else {
            answer.accept(outcomes(response), null);
          }
        });
  }

  /// The request as a whole has no error of its own: every topic carries the same.
  private static int error(CreateTopicsResponse response) {
    return response.topics.isEmpty() ? 0 : response.topics.getFirst().errorCode;
  }

  private static Map<String, CreateTopics.Outcome> outcomes(CreateTopicsResponse response) {
    Map<String, CreateTopics.Outcome> outcomes = new LinkedHashMap<>();
    for (var topic : response.topics) {
      ErrorCode error = ErrorCode.of(topic.errorCode);
      outcomes.put(
          topic.name,
          error == ErrorCode.NONE
              ? new CreateTopics.Outcome(
                  null, topic.topicId, topic.numPartitions, topic.replicationFactor, Map.of())
              : new CreateTopics.Outcome(
                  new Failure(
                      error, topic.errorMessage == null ? error.message() : topic.errorMessage),
                  Uuid.ZERO,
                  -1,
                  (short) -1,
                  Map.of()));
    }
    return outcomes;
  }

  private void allocate(
      AllocateProducerIds command,
      BiConsumer<AllocateProducerIds.@Nullable Outcome, @Nullable Failure> answer) {
    var request = new AllocateProducerIdsRequest();
    request.brokerId = command.brokerId();
    request.brokerEpoch = command.brokerEpoch();
    channel.send(
        new ControllerRequest<>(
            request,
            0,
            0,
            AllocateProducerIdsResponse.class,
            AllocateProducerIdsResponse::read,
            response -> response.errorCode,
            MILLIS_MAX),
        (response, failure) -> {
          if (response == null) {
            answer.accept(null, unanswered(failure));
          } else if (response.errorCode != 0) {
            answer.accept(null, Failure.of(ErrorCode.of(response.errorCode)));
          } else {
            answer.accept(
                new AllocateProducerIds.Outcome(
                    null, response.producerIdStart, response.producerIdLen),
                null);
          }
        });
  }

  static Failure unanswered(@Nullable IOException failure) {
    return new Failure(
        ErrorCode.REQUEST_TIMED_OUT,
        "The active controller did not answer: "
            + (failure == null ? "no answer" : failure.getMessage()));
  }
}
