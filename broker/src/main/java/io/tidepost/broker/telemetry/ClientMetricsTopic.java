package io.tidepost.broker.telemetry;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.broker.api.InternalTopics;
import io.tidepost.broker.coordinator.ClusterAppend;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Writes what clients push to the topic `__tidepost_client_metrics`, one record per push, by the
/// client's instance id: whoever may read the topic sees the metrics of all clients of the cluster.
/// The topic is made at the first push and keeps an hour. Any thread.
final class ClientMetricsTopic {

  private static final Log LOG = Log.of(ClientMetricsTopic.class);

  /// Records that may be on their way into the log; what is beyond is left out.
  private static final int UNWRITTEN_MAX = 100;

  private final BrokerContext context;
  private final InternalTopic topic;
  private final AtomicInteger unwritten = new AtomicInteger();
  private volatile boolean failing;

  ClientMetricsTopic(BrokerContext context) {
    this.context = context;
    this.topic =
        new InternalTopic(
            context,
            InternalTopics.CLIENT_METRICS,
            () ->
                new InternalTopic.Settings(
                    1,
                    context.options().get(TopicDefaultOptions.DEFAULT_REPLICATION_FACTOR),
                    0,
                    Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", "3600000",
                        "segment.bytes", "16777216",
                        "tidepost.durability", "os")));
  }

  /// Writes what one push was about, later.
  void write(ClientMetrics.Client client, boolean terminating) {
    if (unwritten.incrementAndGet() > UNWRITTEN_MAX) {
      unwritten.decrementAndGet();
      failed("too much is waiting");
      return;
    }
    topic.create(failure -> append(failure, client, terminating));
  }

  private void append(@Nullable Failure failure, ClientMetrics.Client client, boolean terminating) {
    if (failure != null) {
      written(failure.message());
      return;
    }
    String text = ClientMetricsJson.of(client, terminating);
    var batch = new BatchBuilder();
    long now = context.clock().wallMillis();
    batch.append(now, bytes(client.identity().instanceId().toString()), bytes(text));
    ByteBuffer built = batch.build();
    var to = new TopicPartition(InternalTopics.CLIENT_METRICS, 0);
    ClusterAppend.append(context, to, built, PartitionLeader.ACKS_LEADER, this::written);
  }

  private void written(@Nullable String complaint) {
    unwritten.decrementAndGet();
    if (complaint == null) {
      failing = false;
    } else {
      failed(complaint);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private void failed(String why) {
    if (!failing) {
      failing = true;
      LOG.warn("metrics of clients are not written to {}: {}", InternalTopics.CLIENT_METRICS, why);
    }
  }
}
