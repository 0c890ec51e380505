package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// The MBeans that dashboards of Kafka read, over remote JMX.
class JmxTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// What the usual dashboards and the usual configuration of the JMX exporter ask for.
  private static final List<String> BEANS =
      List.of(
          "kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec",
          "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec",
          "kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec",
          "kafka.server:type=BrokerTopicMetrics,name=TotalProduceRequestsPerSec",
          "kafka.server:type=BrokerTopicMetrics,name=FailedProduceRequestsPerSec",
          "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions",
          "kafka.server:type=ReplicaManager,name=UnderMinIsrPartitionCount",
          "kafka.server:type=ReplicaManager,name=LeaderCount",
          "kafka.server:type=ReplicaManager,name=PartitionCount",
          "kafka.server:type=ReplicaManager,name=IsrShrinksPerSec",
          "kafka.server:type=ReplicaManager,name=IsrExpandsPerSec",
          "kafka.server:type=DelayedOperationPurgatory,name=PurgatorySize,delayedOperation=Fetch",
          "kafka.server:type=KafkaServer,name=BrokerState",
          "kafka.controller:type=KafkaController,name=ActiveControllerCount",
          "kafka.controller:type=KafkaController,name=OfflinePartitionsCount",
          "kafka.controller:type=KafkaController,name=GlobalPartitionCount",
          "kafka.log:type=LogCleaner,name=cleaner-recopy-percent",
          "kafka.log:type=LogCleaner,name=max-buffer-utilization-percent",
          "kafka.log:type=LogCleaner,name=max-clean-time-secs",
          "kafka.log:type=LogCleaner,name=max-compaction-delay-secs",
          "kafka.log:type=LogCleanerManager,name=max-dirty-percent",
          "kafka.log:type=LogCleanerManager,name=time-since-last-run-ms",
          "kafka.log:type=LogFlushStats,name=LogFlushRateAndTimeMs",
          "kafka.log:type=LogManager,name=OfflineLogDirectoryCount",
          "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=Produce",
          "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce");

  @Test
  @SuppressWarnings("BanJNDI") // to a process that this test has started
  void theUsualBeansAreThere() throws Exception {
    int port = Ports.free();
    int jmx = Ports.free();
    Path home = Shared.temporary("jmx");
    try (ChildProcess process = start(home, port, jmx)) {
      process.awaitOut(out -> out.contains("ready:"), Duration.ofSeconds(300));
      Clients clients = new Clients("127.0.0.1:" + port);
      String topic = clients.topic("beans", 1);
      try (Producer<String, String> producer = clients.producer()) {
        for (int i = 0; i < 25; i++) {
          producer.send(new ProducerRecord<>(topic, "value " + i));
        }
      }
      var url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi");
      try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
        look(connector.getMBeanServerConnection(), topic);
      }
      process.terminate(LIMIT);
    }
  }

  private static ChildProcess start(Path home, int port, int jmx) {
    return ChildProcess.start(
        "tidepost",
        home,
        List.of(
            Places.root().resolve("tidepost").toString(),
            "start",
            "--set",
            "listeners=PLAINTEXT://127.0.0.1:" + port,
            "--set",
            "tidepost.registry.listeners=",
            "--set",
            "tidepost.http.listeners=",
            "--set",
            "log.dirs=" + home.resolve("data")),
        Map.of(
            "TIDEPOST_JAVA_OPTS",
            "-Dcom.sun.management.jmxremote.port="
                + jmx
                + " -Dcom.sun.management.jmxremote.host=127.0.0.1"
                + " -Djava.rmi.server.hostname=127.0.0.1"
                + " -Dcom.sun.management.jmxremote.authenticate=false"
                + " -Dcom.sun.management.jmxremote.ssl=false"),
        null);
  }

  private static void look(MBeanServerConnection beans, String topic) throws Exception {
    var ofTopic =
        new ObjectName("kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec,topic=" + topic);
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(() -> assertEquals(25L, beans.getAttribute(ofTopic, "Count")));
    var missing = new TreeSet<String>();
    for (String name : BEANS) {
      if (!beans.isRegistered(new ObjectName(name))) {
        missing.add(name);
      }
    }
    assertEquals(new TreeSet<>(), missing);
    var active = new ObjectName("kafka.controller:type=KafkaController,name=ActiveControllerCount");
    assertEquals(1, beans.getAttribute(active, "Value"));
    var produce =
        new ObjectName("kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce");
    assertTrue((long) beans.getAttribute(produce, "Count") > 0);
    assertTrue((double) beans.getAttribute(produce, "99thPercentile") > 0);
    assertTrue((double) beans.getAttribute(ofTopic, "OneMinuteRate") >= 0);
  }
}
