package io.tidepost.broker.metric;

import io.tidepost.broker.net.ConnectionCounts;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// What the broker counts apart from its partitions. Any thread, unless said otherwise.
public final class BrokerMetrics {

  private final RequestMetrics requests;
  private final Writers writers;
  private volatile ConnectionSource connections =
      (each, done) -> done.accept(new ConnectionCounts());
  private final LongAdder isrShrinks = new LongAdder();
  private final LongAdder isrExpands = new LongAdder();
  private final LongAdder isrFailures = new LongAdder();
  private final LongAdder produceFailures = new LongAdder();
  private final LongAdder fetchFailures = new LongAdder();

  /// @param loops number of event loops
  public BrokerMetrics(int loops) {
    requests = new RequestMetrics(loops);
    writers = new Writers(loops);
  }

  /// Who counts connections.
  public void connections(ConnectionSource source) {
    connections = source;
  }

  /// Counts connections. Any thread.
  public void countConnections(Consumer<ConnectionCounts> done) {
    connections.count(false, done);
  }

  /// Notes every connection. Any thread.
  public void listConnections(Consumer<ConnectionCounts> done) {
    connections.count(true, done);
  }

  /// Who writes to which topics.
  public Writers writers() {
    return writers;
  }

  /// How requests fared.
  public RequestMetrics requests() {
    return requests;
  }

  /// The in-sync replicas of a partition that is led here have changed.
  ///
  /// @param before how many there were
  /// @param after how many there are
  public void isrChanged(int before, int after) {
    if (after < before) {
      isrShrinks.increment();
    } else if (after > before) {
      isrExpands.increment();
    }
  }

  /// The controller did not agree to a change of in-sync replicas.
  public void isrFailed() {
    isrFailures.increment();
  }

  /// Partitions of a Produce request that got an error.
  public void produceFailed(int partitions) {
    produceFailures.add(partitions);
  }

  /// Partitions of a Fetch request that got an error.
  public void fetchFailed(int partitions) {
    fetchFailures.add(partitions);
  }

  public long isrShrinks() {
    return isrShrinks.sum();
  }

  public long isrExpands() {
    return isrExpands.sum();
  }

  public long isrFailures() {
    return isrFailures.sum();
  }

  public long produceFailures() {
    return produceFailures.sum();
  }

  public long fetchFailures() {
    return fetchFailures.sum();
  }
}
