package io.tidepost.broker.group;

import io.tidepost.broker.Log;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.streams.TopologyPlan.InternalTopic;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the internal topics of Kafka Streams applications. Whoever asks for one that is being made
/// has nothing done. Any thread.
public final class StreamsTopics {

  private static final Log LOG = Log.of(StreamsTopics.class);
  private static final short DEFAULT_REPLICAS = -1;

  private final BrokerContext context;
  private final Set<String> creating = ConcurrentHashMap.newKeySet();

  StreamsTopics(BrokerContext context) {
    this.context = context;
  }

  /// Starts to make the topics; members hear with a later heartbeat that they are there.
  public void create(List<InternalTopic> wanted) {
    List<NewTopic> topics = new ArrayList<>();
    for (InternalTopic topic : wanted) {
      if (creating.add(topic.name())) {
        short replicas =
            topic.replicationFactor() > 0 ? topic.replicationFactor() : DEFAULT_REPLICAS;
        topics.add(
            new NewTopic(
                topic.name(),
                topic.partitions(),
                replicas,
                List.of(),
                new TreeMap<>(topic.configs())));
      }
    }
    if (topics.isEmpty()) {
      return;
    }
    context
        .controller()
        .submit(
            new CreateTopics(topics, false),
            (outcomes, failure) -> {
              topics.forEach(topic -> creating.remove(topic.name()));
              if (failure != null) {
                LOG.warn("Internal topics cannot be created: {}", failure.message());
              } else if (outcomes != null) {
                outcomes.forEach((name, outcome) -> {
                  if (outcome.failure() != null
                      && outcome.failure().error() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                    LOG.warn(
                        "Internal topic {} cannot be created: {}",
                        name,
                        outcome.failure().message());
                  }
                });
              }
            });
  }
}
