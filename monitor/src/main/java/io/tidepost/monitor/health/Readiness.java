package io.tidepost.monitor.health;

import io.tidepost.broker.cluster.Leadership;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.broker.storage.Partitions;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/// Whether a node does its part: its ports are open, it has caught up with the metadata, and its
/// partitions are open. A partition in a directory that failed is not waited for: it is told of by
/// metrics, and clients of the others are to be served.
final class Readiness {

  private Readiness() {}

  /// What is missing, one sentence each; empty when the node is ready. Any thread.
  static List<String> missing(TidepostServer server) {
    if (server.phase() != Phase.SERVING) {
      return List.of("the node " + server.phase().words());
    }
    BrokerContext context = server.context();
    List<String> missing = new ArrayList<>();
    Leadership controller = context.cluster().leadership();
    if (controller.leaderId() == MetadataLog.NO_LEADER) {
      missing.add("no active controller is known");
    }
    if (context.brokerEpoch() >= 0) {
      lookAtBroker(context, missing);
    }
    return missing;
  }

  private static void lookAtBroker(BrokerContext context, List<String> missing) {
    MetadataImage image = context.image();
    Broker self = image.brokers().get(context.nodeId());
    if (self == null) {
      missing.add("the controller does not know this broker any more");
    } else if (self.fenced()) {
      missing.add("the controller has fenced this broker");
    } else if (self.inControlledShutdown()) {
      missing.add("this broker is about to leave");
    }
    int closed = closedPartitions(context, image);
    if (closed > 0) {
      missing.add(closed + (closed == 1 ? " partition is" : " partitions are") + " not open yet");
    }
  }

  private static int closedPartitions(BrokerContext context, MetadataImage image) {
    Partitions partitions = context.partitions();
    int[] closed = {0};
    image
        .topics()
        .forEach(topic -> {
          for (int number = 0; number < topic.partitions().size(); number++) {
            if (topic.partitions().get(number).replicas().contains(context.nodeId())
                && partitions.findReplica(topic.id(), number) == null
                && !partitions.isOffline(topic.name(), number)) {
              closed[0]++;
            }
          }
        });
    return closed[0];
  }
}
