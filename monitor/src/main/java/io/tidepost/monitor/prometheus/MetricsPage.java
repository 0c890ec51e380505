package io.tidepost.monitor.prometheus;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tidepost.base.option.Option;
import io.tidepost.broker.metric.Latencies;
import io.tidepost.broker.metric.RequestTimes;
import io.tidepost.broker.metric.Traffic;
import io.tidepost.broker.net.ConnectionCounts.Software;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.StorageDirectory;
import io.tidepost.monitor.figures.GroupFigure;
import io.tidepost.monitor.figures.GroupFigure.Position;
import io.tidepost.monitor.figures.NodeFigures;
import io.tidepost.monitor.figures.NodeWatch;
import io.tidepost.monitor.figures.PartitionFigure;
import io.tidepost.wire.ApiKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes samples of a node's figures, within the budgets of [MonitorOptions]. One thread at a time.
final class MetricsPage {

  private static final int SOFTWARE_MAX = 50;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final BrokerContext context;
  private final Set<String> listeners;
  private final NodeWatch watch;
  private final Busiest<Map.Entry<String, Traffic>> topics =
      new Busiest<>(Map.Entry::getKey, topic -> sum(topic.getValue()), topic -> false);
  private final Busiest<PartitionFigure> partitions =
      new Busiest<>(
          PartitionFigure::name,
          partition -> sum(partition.traffic()),
          PartitionFigure::isUnderReplicated);

  /// @param listeners names of those for clients
  MetricsPage(BrokerContext context, Set<String> listeners, NodeWatch watch) {
    this.context = context;
    this.listeners = listeners;
    this.watch = watch;
  }

  private static long sum(Traffic traffic) {
    return traffic.bytesIn()
        + traffic.bytesOut()
        + traffic.replicationBytesIn()
        + traffic.replicationBytesOut();
  }

  /// Everything as it is now. Blocks.
  List<MetricSnapshot> samples() {
    long began = System.nanoTime();
    NodeFigures figures = watch.look();
    Samples samples = new Samples();
    node(samples);
    traffic(figures, samples);
    requests(figures, samples);
    connections(figures, samples);
    replicas(figures, samples);
    cluster(figures, samples);
    directories(samples);
    CleanerSamples.add(context.logs(), samples);
    topics(figures, samples);
    partitions(figures, samples);
    groups(figures, samples);
    List<MetricSnapshot> clients = clients(samples);
    samples.add(Metric.SCRAPE_SECONDS, (System.nanoTime() - began) / NANOS_PER_SECOND);
    List<MetricSnapshot> all = new ArrayList<>(samples.snapshots());
    all.addAll(clients);
    return all;
  }

  private int max(Option<Integer> option) {
    return context.options().current().get(option);
  }

  private void node(Samples samples) {
    samples.add(Metric.NODE, 1, String.valueOf(context.nodeId()), context.clusterId());
  }

  private void traffic(NodeFigures figures, Samples samples) {
    Traffic all = figures.all();
    samples.add(Metric.MESSAGES_IN, all.recordsIn());
    samples.add(Metric.BYTES_IN, all.bytesIn());
    samples.add(Metric.BYTES_OUT, all.bytesOut());
    samples.add(Metric.REPLICATION_BYTES_IN, all.replicationBytesIn());
    samples.add(Metric.REPLICATION_BYTES_OUT, all.replicationBytesOut());
    samples.add(Metric.FAILED_PRODUCE_REQUESTS, context.metrics().produceFailures());
    samples.add(Metric.FAILED_FETCH_REQUESTS, context.metrics().fetchFailures());
    samples.add(Metric.TOTAL_PRODUCE_REQUESTS, requests(figures, "Produce"));
    samples.add(
        Metric.TOTAL_FETCH_REQUESTS,
        requests(figures, "FetchConsumer") + requests(figures, "FetchFollower"));
    samples.add(Metric.THROTTLED, context.quotas().throttledCount());
  }

  private static long requests(NodeFigures figures, String name) {
    RequestTimes times = figures.requests().get(name);
    return times == null ? 0 : times.total().count();
  }

  private static void requests(NodeFigures figures, Samples samples) {
    figures
        .requests()
        .forEach((name, all) -> {
          RequestTimes recent = figures.recentRequests().getOrDefault(name, all);
          samples.add(Metric.REQUESTS, all.total().count(), name);
          samples.add(Metric.TOTAL_TIME, all.total(), recent.total(), name);
          samples.add(Metric.REQUEST_QUEUE_TIME, all.queue(), recent.queue(), name);
          samples.add(Metric.LOCAL_TIME, all.local(), recent.local(), name);
          samples.add(Metric.REMOTE_TIME, all.remote(), recent.remote(), name);
          samples.add(Metric.RESPONSE_QUEUE_TIME, all.replyQueue(), recent.replyQueue(), name);
        });
  }

  private void connections(NodeFigures figures, Samples samples) {
    Map<String, Integer> open = figures.connections().byListener();
    for (String listener : listeners) {
      samples.add(Metric.CONNECTION_COUNT, open.getOrDefault(listener, 0), listener);
    }
    figures.connections().bySoftware().entrySet().stream()
        .sorted(Map.Entry.<Software, Integer>comparingByValue().reversed())
        .limit(SOFTWARE_MAX)
        .forEach(each ->
            samples.add(
                Metric.CLIENT_CONNECTIONS,
                each.getValue(),
                each.getKey().name(),
                each.getKey().version()));
    samples.add(Metric.PURGATORY_SIZE, waiting(figures, ApiKey.PRODUCE), "Produce");
    samples.add(Metric.PURGATORY_SIZE, waiting(figures, ApiKey.FETCH), "Fetch");
    figures
        .connections()
        .inFlight()
        .forEach((number, count) -> {
          ApiKey api = ApiKey.of(number.shortValue());
          if (api != null && api != ApiKey.PRODUCE && api != ApiKey.FETCH) {
            samples.add(Metric.PURGATORY_SIZE, count, api.apiName());
          }
        });
  }

  private static int waiting(NodeFigures figures, ApiKey api) {
    return figures.connections().inFlight().getOrDefault((int) api.id(), 0);
  }

  private void replicas(NodeFigures figures, Samples samples) {
    samples.add(Metric.PARTITION_COUNT, figures.partitions().size());
    samples.add(Metric.OFFLINE_REPLICA_COUNT, figures.offlineReplicas());
    samples.add(Metric.LEADER_COUNT, figures.count(PartitionFigure::led));
    samples.add(Metric.UNDER_REPLICATED, figures.count(PartitionFigure::isUnderReplicated));
    samples.add(Metric.UNDER_MIN_ISR, figures.count(PartitionFigure::isUnderMinIsr));
    samples.add(Metric.AT_MIN_ISR, figures.count(PartitionFigure::isAtMinIsr));
    samples.add(
        Metric.REASSIGNING, figures.count(partition -> partition.led() && partition.reassigning()));
    samples.add(Metric.ISR_SHRINKS, context.metrics().isrShrinks());
    samples.add(Metric.ISR_EXPANDS, context.metrics().isrExpands());
    samples.add(Metric.FAILED_ISR_UPDATES, context.metrics().isrFailures());
  }

  private static void cluster(NodeFigures figures, Samples samples) {
    samples.add(Metric.ACTIVE_CONTROLLER, figures.activeController() ? 1 : 0);
    samples.add(Metric.OFFLINE_PARTITIONS, figures.cluster().offlinePartitions());
    samples.add(Metric.GLOBAL_TOPICS, figures.cluster().topics());
    samples.add(Metric.GLOBAL_PARTITIONS, figures.cluster().partitions());
    samples.add(Metric.PREFERRED_IMBALANCE, figures.cluster().preferredElsewhere());
    samples.add(Metric.ACTIVE_BROKERS, figures.cluster().activeBrokers());
    samples.add(Metric.FENCED_BROKERS, figures.cluster().fencedBrokers());
    samples.add(Metric.BROKERS, figures.cluster().activeBrokers());
  }

  private void directories(Samples samples) {
    Latencies syncs = new Latencies();
    int offline = 0;
    for (StorageDirectory directory : context.logs().directories()) {
      directory.addSyncs(syncs);
      if (directory.isOffline()) {
        offline++;
        continue;
      }
      try {
        String path = directory.path().toString();
        samples.add(Metric.DIRECTORY_BYTES, directory.totalBytes(), path, "total");
        samples.add(Metric.DIRECTORY_BYTES, directory.usableBytes(), path, "usable");
      } catch (IOException e) {
        offline++; // it is about to be found out by those who use it
      }
    }
    samples.add(Metric.OFFLINE_DIRECTORIES, offline);
    samples.add(Metric.FLUSH_TIME, syncs, syncs);
  }

  private void topics(NodeFigures figures, Samples samples) {
    List<Map.Entry<String, Traffic>> chosen =
        topics.choose(figures.topics().entrySet(), max(MonitorOptions.TIDEPOST_METRICS_TOPICS_MAX));
    Map<String, long[]> sizes = new HashMap<>();
    for (PartitionFigure partition : figures.partitions()) {
      long[] size = sizes.computeIfAbsent(partition.name().topic(), topic -> new long[2]);
      size[0]++;
      size[1] += partition.sizeBytes();
    }
    for (Map.Entry<String, Traffic> topic : chosen) {
      String name = topic.getKey();
      samples.add(Metric.MESSAGES_IN, topic.getValue().recordsIn(), name);
      samples.add(Metric.BYTES_IN, topic.getValue().bytesIn(), name);
      samples.add(Metric.BYTES_OUT, topic.getValue().bytesOut(), name);
      long[] size = sizes.getOrDefault(name, new long[2]);
      samples.add(Metric.TOPIC_PARTITIONS, size[0], name);
      samples.add(Metric.TOPIC_BYTES, size[1], name);
    }
    samples.add(Metric.LEFT_OUT, figures.topics().size() - chosen.size(), "topics");
  }

  private void partitions(NodeFigures figures, Samples samples) {
    List<PartitionFigure> chosen =
        partitions.choose(
            figures.partitions(), max(MonitorOptions.TIDEPOST_METRICS_PARTITIONS_MAX));
    for (PartitionFigure partition : chosen) {
      String topic = partition.name().topic();
      String number = String.valueOf(partition.name().partition());
      samples.add(Metric.LOG_SIZE, partition.sizeBytes(), topic, number);
      samples.add(Metric.LOG_START_OFFSET, partition.logStartOffset(), topic, number);
      samples.add(Metric.LOG_END_OFFSET, partition.logEndOffset(), topic, number);
      if (partition.led()) {
        samples.add(Metric.CURRENT_OFFSET, partition.highWatermark(), topic, number);
        samples.add(Metric.OLDEST_OFFSET, partition.logStartOffset(), topic, number);
        samples.add(Metric.REPLICAS, partition.replicas(), topic, number);
        samples.add(Metric.IN_SYNC, partition.inSync(), topic, number);
        samples.add(
            Metric.UNDER_REPLICATED_PARTITION,
            partition.isUnderReplicated() ? 1 : 0,
            topic,
            number);
      }
    }
    samples.add(Metric.LEFT_OUT, figures.partitions().size() - chosen.size(), "partitions");
  }

  private static void groups(NodeFigures figures, Samples samples) {
    for (GroupFigure group : figures.groups()) {
      if (!group.state().isEmpty()) {
        samples.add(
            Metric.GROUP_MEMBERS, group.members(), group.groupId(), group.kind(), group.state());
      }
      SortedMap<String, List<Position>> byTopic = new TreeMap<>();
      for (Position position : group.positions()) {
        byTopic
            .computeIfAbsent(position.partition().topic(), topic -> new ArrayList<>())
            .add(position);
      }
      byTopic.forEach((topic, positions) -> group(group.groupId(), topic, positions, samples));
    }
    samples.add(Metric.LEFT_OUT, figures.leftOutPositions() ? 1 : 0, "group_partitions");
  }

  private static void group(String group, String topic, List<Position> positions, Samples samples) {
    for (Position position : positions) {
      String number = String.valueOf(position.partition().partition());
      samples.add(Metric.GROUP_OFFSET, position.offset(), group, topic, number);
      if (position.lagRecords() != GroupFigure.UNKNOWN) {
        samples.add(Metric.GROUP_LAG, position.lagRecords(), group, topic, number);
      }
      if (position.lagMillis() != GroupFigure.UNKNOWN) {
        samples.add(
            Metric.GROUP_LAG_SECONDS,
            position.lagMillis() / MILLIS_PER_SECOND,
            group,
            topic,
            number);
      }
    }
    long records = positions.stream().mapToLong(each -> Math.max(0, each.lagRecords())).sum();
    samples.add(Metric.GROUP_LAG_SUM, records, group, topic);
    positions.stream()
        .map(Position::lagMillis)
        .max(Comparator.naturalOrder())
        .filter(millis -> millis != GroupFigure.UNKNOWN)
        .ifPresent(millis ->
            samples.add(Metric.GROUP_LAG_SECONDS_MAX, millis / MILLIS_PER_SECOND, group, topic));
  }

  private List<MetricSnapshot> clients(Samples samples) {
    ClientSamples clients =
        new ClientSamples(max(MonitorOptions.TIDEPOST_METRICS_CLIENT_SERIES_MAX));
    context.telemetry().metrics().clients(context.clock().monotonicNanos()).forEach(clients::add);
    samples.add(Metric.LEFT_OUT, clients.leftOut(), "client_series");
    return clients.snapshots();
  }
}
