package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One thing that is measured on a server that is not started yet and belongs to this run alone.
public interface Scenario {

  /// Lines of `server.properties` that it needs.
  ///
  /// @param home a folder of the run's own
  default Map<String, String> options(Path home) {
    return Map.of();
  }

  /// Starts `server`, loads it and answers with figures. The caller closes the server and deletes
  /// its data.
  List<Figure> run(ServerUnderTest server, Sizes sizes) throws IOException;

  /// All scenarios by name, in the order of the table.
  static Map<String, Scenario> all() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("start", new StartUp());
    all.put("memory", new IdleMemory());
    all.put("produce-none", new ProduceCost("none", 1 / 3.0));
    all.put("produce-gzip", new ProduceCost("gzip", 1 / 5.0));
    all.put("produce-snappy", new ProduceCost("snappy", 1 / 5.0));
    all.put("produce-lz4", new ProduceCost("lz4", 1 / 5.0));
    all.put("produce-zstd", new ProduceCost("zstd", 1 / 5.0));
    all.put("consume", new ConsumeCost());
    all.put("follow", new FollowCost());
    all.put("small", new SmallRequests());
    all.put("latency", new ProduceLatency());
    all.put("few-and-many", new FewAndMany());
    all.put("perf-test", new PerfTest());
    all.put("partitions", new ManyPartitions());
    all.put("retained", new Retained());
    all.put("watched", new Watched());
    all.put("transactions", new Transactions());
    all.put("queues", new Queues());
    all.put("compaction", new Compaction());
    all.put("rebalance-classic", new Rebalance("classic"));
    all.put("rebalance-consumer", new Rebalance("consumer"));
    all.put("produce-tls", new TlsProduceCost());
    return all;
  }
}
