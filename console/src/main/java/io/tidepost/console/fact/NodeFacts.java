package io.tidepost.console.fact;

import java.util.List;

/// What only a node knows of itself, and no client of Kafka can ask for. Any thread; calls block
/// for some seconds at most, and fail with a [io.tidepost.console.cluster.ConsoleFailure] when the
/// node cannot say now.
public interface NodeFacts {

  /// A client that is connected to this node.
  ///
  /// @param requests that have come by this connection
  /// @param waiting requests without an answer yet
  record Connected(
      String listener,
      String protocol,
      String address,
      String user,
      String clientId,
      String software,
      String version,
      long openMillis,
      long idleMillis,
      long requests,
      int waiting) {}

  /// A client that has written to partitions that this node leads.
  record Writer(String topic, String clientId, String user, long lastMillis, long requests) {

    /// What it has written here and at another leader.
    public Writer with(Writer other) {
      return new Writer(
          topic, clientId, user, Math.max(lastMillis, other.lastMillis), requests + other.requests);
    }
  }

  /// A group shared its work out anew.
  ///
  /// @param generation that began, or epoch
  record Rebalance(long millis, int generation, String reason) {}

  /// What a share group has in flight in a partition that this node leads.
  ///
  /// @param acquired records that a member holds
  /// @param again records that wait to be delivered once more
  /// @param givenUp records on their way to the dead-letter topic
  /// @param deliveriesMax how often the one was delivered that was delivered most often
  record InFlight(
      String topic, int partition, long acquired, long again, long givenUp, int deliveriesMax) {}

  /// How the Produce requests of the last minutes fared here; times are those that 99 of 100 stayed
  /// under, in milliseconds.
  ///
  /// @param count how many there were; with none the times are 0
  /// @param queue behind earlier requests of their connection
  /// @param local on the event loop
  /// @param remote waiting for disks and other copies
  /// @param reply behind earlier replies of their connection
  /// @param sync of the disks, since the start
  /// @param cpu share of all processors that is in use on this machine, 0 to 1; negative when not
  ///   known
  /// @param throttled clients that have been made to wait because of a quota since the start
  record Produce(
      long count,
      double total,
      double queue,
      double local,
      double remote,
      double reply,
      double sync,
      double cpu,
      long throttled) {}

  /// A disk of this node.
  ///
  /// @param used bytes that it filled up by, an hour; negative when it empties
  /// @param watchedMillis for how long it was watched for this
  /// @param fullMillis until it is full at that pace; -1 when it does not fill up, or it was not
  ///   watched for long enough
  record Disk(String path, long used, long watchedMillis, long fullMillis) {}

  /// Its number.
  int node();

  /// Everybody who is connected here.
  List<Connected> connections();

  /// Who has written here since the node started; of very many, those that did last.
  List<Writer> writers();

  /// Why a group shared its work out anew, the last times; nothing where another node coordinates
  /// it.
  List<Rebalance> rebalances(String group);

  /// What a share group has in flight here.
  List<InFlight> inFlight(String group);

  /// How writing fares here.
  Produce produce();

  /// How fast the disks of this node fill up.
  List<Disk> disks();
}
