package io.tidepost.monitor.jmx;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.metric.Latencies;
import io.tidepost.broker.metric.RequestTimes;
import io.tidepost.broker.metric.Traffic;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.StorageDirectory;
import io.tidepost.monitor.figures.NodeFigures;
import io.tidepost.monitor.figures.NodeWatch;
import io.tidepost.monitor.figures.PartitionFigure;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MBeans that common dashboards of Kafka read, under Kafka's names. A thread of its own moves
/// the rates on and follows topics that come and go, every five seconds.
public final class KafkaBeans {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaBeans.class);

  /// Kafka's number for a broker that runs.
  private static final byte RUNNING = 3;

  private static final String TOPICS = "kafka.server:type=BrokerTopicMetrics,name=";
  private static final String REPLICAS = "kafka.server:type=ReplicaManager,name=";
  private static final String CONTROLLER = "kafka.controller:type=KafkaController,name=";
  private static final String REQUESTS = "kafka.network:type=RequestMetrics,name=";

  private final BrokerContext context;
  private final Set<String> listeners;
  private final NodeWatch watch;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Map<String, Meter> meters = new HashMap<>();
  private final Map<String, FiguresBean> beans = new HashMap<>();
  private volatile Map<String, Traffic> traffic = Map.of();
  private volatile Traffic all = new Traffic();

  /// @param listeners names of those for clients
  public KafkaBeans(BrokerContext context, Set<String> listeners, NodeWatch watch) {
    this.context = context;
    this.listeners = listeners;
    this.watch = watch;
  }

  /// Registers the beans and keeps them up to date for as long as the process lives.
  public void start() {
    Thread.ofVirtual().name("tidepost-jmx").start(this::run);
  }

  private void run() {
    try {
      count();
      node();
      while (true) {
        count();
        topics();
        requests();
        partitions();
        meters.values().forEach(Meter::move);
        Thread.sleep(Meter.STEP_SECONDS * 1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the MBeans are not kept up to date any more", e);
    }
  }

  /// What went in and out, without asking a loop.
  private void count() {
    Map<String, Traffic> byTopic = new HashMap<>();
    Traffic sum = new Traffic();
    for (HostedPartition partition : context.partitions().all()) {
      partition.counts().addTo(sum);
      partition
          .counts()
          .addTo(
              byTopic.computeIfAbsent(partition.topicPartition().topic(), topic -> new Traffic()));
    }
    context.partitions().gone().addTo(sum);
    byTopic.forEach((topic, known) -> context.partitions().gone().addTo(topic, known));
    all = sum;
    traffic = byTopic;
  }

  // ---- the node

  private void node() {
    sum("MessagesInPerSec", "messages", Traffic::recordsIn);
    sum("BytesInPerSec", "bytes", Traffic::bytesIn);
    sum("BytesOutPerSec", "bytes", Traffic::bytesOut);
    sum("ReplicationBytesInPerSec", "bytes", Traffic::replicationBytesIn);
    sum("ReplicationBytesOutPerSec", "bytes", Traffic::replicationBytesOut);
    meter(TOPICS + "TotalProduceRequestsPerSec", "requests", () -> requestCount("Produce"));
    meter(
        TOPICS + "TotalFetchRequestsPerSec",
        "requests",
        () -> requestCount("FetchConsumer") + requestCount("FetchFollower"));
    meter(
        TOPICS + "FailedProduceRequestsPerSec",
        "requests",
        () -> context.metrics().produceFailures());
    meter(
        TOPICS + "FailedFetchRequestsPerSec", "requests", () -> context.metrics().fetchFailures());
    replicas();
    controller();
    gauge("kafka.server:type=KafkaServer,name=BrokerState", figures -> RUNNING);
    gauge("kafka.server:type=KafkaServer,name=ClusterId", figures -> context.clusterId());
    gauge("kafka.log:type=LogManager,name=OfflineLogDirectoryCount", figures -> offline());
    CleanerBeans.of(context.logs())
        .forEach((name, value) -> register(name, FiguresBean.gauge(value)));
    for (String operation : Set.of("Produce", "Fetch")) {
      int api = operation.equals("Produce") ? 0 : 1;
      gauge(
          "kafka.server:type=DelayedOperationPurgatory,name=PurgatorySize,delayedOperation="
              + operation,
          figures -> figures.connections().inFlight().getOrDefault(api, 0));
    }
    for (String listener : listeners) {
      register(
          "kafka.server:type=socket-server-metrics,listener=" + listener + ",networkProcessor=0",
          FiguresBean.named(
              "connection-count",
              () -> watch.look().connections().byListener().getOrDefault(listener, 0)));
    }
    register(
        "kafka.log:type=LogFlushStats,name=LogFlushRateAndTimeMs",
        FiguresBean.histogram(this::syncs, this::syncs));
  }

  private void replicas() {
    meter(REPLICAS + "IsrShrinksPerSec", "shrinks", () -> context.metrics().isrShrinks());
    meter(REPLICAS + "IsrExpandsPerSec", "expands", () -> context.metrics().isrExpands());
    meter(
        REPLICAS + "FailedIsrUpdatesPerSec",
        "failedUpdates",
        () -> context.metrics().isrFailures());
    gauge(REPLICAS + "LeaderCount", figures -> (int) figures.count(PartitionFigure::led));
    gauge(REPLICAS + "PartitionCount", figures -> figures.partitions().size());
    gauge(REPLICAS + "OfflineReplicaCount", NodeFigures::offlineReplicas);
    gauge(
        REPLICAS + "UnderReplicatedPartitions",
        figures -> (int) figures.count(PartitionFigure::isUnderReplicated));
    gauge(
        REPLICAS + "UnderMinIsrPartitionCount",
        figures -> (int) figures.count(PartitionFigure::isUnderMinIsr));
    gauge(
        REPLICAS + "AtMinIsrPartitionCount",
        figures -> (int) figures.count(PartitionFigure::isAtMinIsr));
    gauge(
        REPLICAS + "ReassigningPartitions",
        figures -> (int) figures.count(partition -> partition.led() && partition.reassigning()));
  }

  private void controller() {
    gauge(CONTROLLER + "ActiveControllerCount", figures -> figures.activeController() ? 1 : 0);
    gauge(CONTROLLER + "OfflinePartitionsCount", figures -> figures.cluster().offlinePartitions());
    gauge(CONTROLLER + "GlobalTopicCount", figures -> figures.cluster().topics());
    gauge(CONTROLLER + "GlobalPartitionCount", figures -> figures.cluster().partitions());
    gauge(
        CONTROLLER + "PreferredReplicaImbalanceCount",
        figures -> figures.cluster().preferredElsewhere());
    gauge(CONTROLLER + "ActiveBrokerCount", figures -> figures.cluster().activeBrokers());
    gauge(CONTROLLER + "FencedBrokerCount", figures -> figures.cluster().fencedBrokers());
  }

  private int offline() {
    return (int) context.logs().directories().stream().filter(StorageDirectory::isOffline).count();
  }

  private Latencies syncs() {
    Latencies sum = new Latencies();
    context.logs().directories().forEach(directory -> directory.addSyncs(sum));
    return sum;
  }

  private long requestCount(String request) {
    RequestTimes times = context.metrics().requests().snapshot().get(request);
    return times == null ? 0 : times.total().count();
  }

  // ---- what comes and goes

  private void topics() {
    Set<String> wanted = new HashSet<>();
    int max = context.options().current().get(MonitorOptions.TIDEPOST_METRICS_TOPICS_MAX);
    traffic.keySet().stream()
        .sorted()
        .limit(max)
        .forEach(topic -> {
          wanted.add(ofTopic("MessagesInPerSec", "messages", topic, Traffic::recordsIn));
          wanted.add(ofTopic("BytesInPerSec", "bytes", topic, Traffic::bytesIn));
          wanted.add(ofTopic("BytesOutPerSec", "bytes", topic, Traffic::bytesOut));
        });
    forgetOthers(name -> name.startsWith(TOPICS) && name.contains(",topic="), wanted);
  }

  private String ofTopic(String name, String what, String topic, ToLongFunction<Traffic> part) {
    String full = TOPICS + name + ",topic=" + topic;
    if (!beans.containsKey(full)) {
      meter(
          full,
          what,
          () -> {
            Traffic known = traffic.get(topic);
            return known == null ? 0 : part.applyAsLong(known);
          });
    }
    return full;
  }

  private void requests() {
    for (String request : context.metrics().requests().snapshot().keySet()) {
      String full = REQUESTS + "RequestsPerSec,request=" + request;
      if (!beans.containsKey(full)) {
        meter(full, "requests", () -> requestCount(request));
        times("TotalTimeMs", request, RequestTimes::total);
        times("RequestQueueTimeMs", request, RequestTimes::queue);
        times("LocalTimeMs", request, RequestTimes::local);
        times("RemoteTimeMs", request, RequestTimes::remote);
        times("ResponseQueueTimeMs", request, RequestTimes::replyQueue);
      }
    }
  }

  private void times(String name, String request, Function<RequestTimes, Latencies> part) {
    register(
        REQUESTS + name + ",request=" + request,
        FiguresBean.histogram(
            () -> part.apply(times(watch.look().requests(), request)),
            () -> part.apply(times(watch.look().recentRequests(), request))));
  }

  private static RequestTimes times(Map<String, RequestTimes> all, String request) {
    return all.getOrDefault(request, new RequestTimes());
  }

  private void partitions() {
    Set<String> wanted = new HashSet<>();
    int max = context.options().current().get(MonitorOptions.TIDEPOST_METRICS_PARTITIONS_MAX);
    context.partitions().all().stream()
        .map(HostedPartition::topicPartition)
        .limit(max)
        .forEach(name -> {
          String place = ",topic=" + name.topic() + ",partition=" + name.partition();
          wanted.add(ofLog("Size" + place, name, PartitionFigure::sizeBytes));
          wanted.add(ofLog("LogStartOffset" + place, name, PartitionFigure::logStartOffset));
          wanted.add(ofLog("LogEndOffset" + place, name, PartitionFigure::logEndOffset));
        });
    forgetOthers(name -> name.startsWith("kafka.log:type=Log,"), wanted);
  }

  private String ofLog(
      String name, TopicPartition partition, ToLongFunction<PartitionFigure> part) {
    String full = "kafka.log:type=Log,name=" + name;
    if (!beans.containsKey(full)) {
      gauge(
          full,
          figures -> {
            PartitionFigure figure = figures.partition(partition);
            return figure == null ? 0L : part.applyAsLong(figure);
          });
    }
    return full;
  }

  private void forgetOthers(Predicate<String> kind, Set<String> wanted) {
    for (String name : Set.copyOf(beans.keySet())) {
      if (kind.test(name) && !wanted.contains(name)) {
        beans.remove(name);
        meters.remove(name);
        try {
          server.unregisterMBean(new ObjectName(name));
        } catch (JMException e) {
          LOG.warn("the MBean {} cannot be removed: {}", name, e.toString());
        }
      }
    }
  }

  // ---- beans

  private void sum(String name, String what, ToLongFunction<Traffic> part) {
    meter(TOPICS + name, what, () -> part.applyAsLong(all));
  }

  private void meter(String name, String what, LongSupplier total) {
    Meter meter = new Meter(total);
    meters.put(name, meter);
    register(name, FiguresBean.meter(meter, what));
  }

  private void gauge(String name, Function<NodeFigures, Object> value) {
    Supplier<Object> now = () -> value.apply(watch.look());
    register(name, FiguresBean.gauge(now));
  }

  private void register(String name, FiguresBean bean) {
    beans.put(name, bean);
    try {
      ObjectName as = new ObjectName(name);
      if (server.isRegistered(as)) {
        server.unregisterMBean(as); // of a node that ran in this process before
      }
      server.registerMBean(bean, as);
    } catch (JMException e) {
      LOG.warn("the MBean {} cannot be registered: {}", name, e.toString());
    }
  }
}
