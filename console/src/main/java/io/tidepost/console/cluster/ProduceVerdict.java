package io.tidepost.console.cluster;

import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import java.util.ArrayList;
import java.util.List;

/// What limits those who write, as far as it was measured.
///
/// @param cause what was seen
/// @param advice what mends it
public record ProduceVerdict(String cause, String advice) {

  private static final double SLOW_MILLIS = 20;
  private static final double MOST = 0.5;
  private static final double BUSY = 0.85;

  /// Looks for causes; the most likely first.
  ///
  /// @param underMinimum partitions with fewer copies in sync than acks=all needs
  public static List<ProduceVerdict> of(
      List<Told.Of<NodeFacts.Produce>> nodes, List<String> underMinimum) {
    List<ProduceVerdict> found = new ArrayList<>();
    if (!underMinimum.isEmpty()) {
      found.add(
          new ProduceVerdict(
              "Fewer copies than min.insync.replicas are in sync, so writes with acks=all are"
                  + " refused: "
                  + some(underMinimum)
                  + ".",
              "Start the nodes that are away; the page of the cluster names them."));
    }
    for (Told.Of<NodeFacts.Produce> of : nodes) {
      String where = nodes.size() == 1 ? "" : "Node " + of.node() + ": ";
      at(of.answer())
          .forEach(
              verdict -> found.add(new ProduceVerdict(where + verdict.cause(), verdict.advice())));
    }
    return found;
  }

  private static List<ProduceVerdict> at(NodeFacts.Produce produce) {
    List<ProduceVerdict> found = new ArrayList<>();
    if (produce.throttled() > 0) {
      found.add(
          new ProduceVerdict(
              "Quotas made clients wait " + Words.count(produce.throttled()) + " times.",
              "Raise the bounds of who has to write more (Access, Quotas), or let it write less."));
    }
    if (produce.cpu() > BUSY) {
      found.add(
          new ProduceVerdict(
              "The processors of its machine are " + Math.round(produce.cpu() * 100) + " % in use.",
              "Let producers gather larger batches (linger.ms, batch.size), spread the leaders"
                  + " (Cluster, Balance), or give it more processors."));
    }
    if (produce.total() > SLOW_MILLIS) {
      where(produce, found);
    }
    return found;
  }

  private static void where(NodeFacts.Produce produce, List<ProduceVerdict> found) {
    double total = produce.total();
    if (produce.remote() > total * MOST && produce.sync() > produce.remote() * MOST) {
      found.add(
          new ProduceVerdict(
              "The disk is slow: a sync takes up to " + Words.millis(produce.sync()) + ".",
              "A faster disk, or one of its own for this node; where Kafka's promise is enough,"
                  + " tidepost.durability=os does not wait for it."));
    } else if (produce.remote() > total * MOST) {
      found.add(
          new ProduceVerdict(
              "Other copies are slow: "
                  + Words.millis(produce.remote())
                  + " of "
                  + Words.millis(total)
                  + " are spent waiting for them.",
              "Look at the nodes that follow: their disks and processors, which the table tells,"
                  + " and their network."));
    }
    if (produce.local() > total * MOST) {
      found.add(
          new ProduceVerdict(
              "The work itself takes long: "
                  + Words.millis(produce.local())
                  + " on the event loop.",
              "Larger batches, and compression.type=producer, so that batches are not packed"
                  + " anew."));
    }
    if (produce.queue() > total * MOST || produce.reply() > total * MOST) {
      found.add(
          new ProduceVerdict(
              "Requests wait behind earlier ones of their own connection: "
                  + Words.millis(Math.max(produce.queue(), produce.reply()))
                  + ".",
              "More producers, or fewer requests at once of each"
                  + " (max.in.flight.requests.per.connection), with larger batches."));
    }
  }

  private static String some(List<String> names) {
    return names.size() <= 3
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
  }
}
