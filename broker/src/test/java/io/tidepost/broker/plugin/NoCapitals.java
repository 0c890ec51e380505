package io.tidepost.broker.plugin;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/// Policies as an operator might write them.
public final class NoCapitals {

  private NoCapitals() {}

  /// Topics have names in lower case, and at most as many partitions as configured.
  public static final class Topics implements CreateTopicPolicy {

    private int partitionsMax;

    @Override
    public void configure(Map<String, ?> configs) {
      partitionsMax = Integer.parseInt(String.valueOf(configs.get("num.partitions")));
    }

    @Override
    public void validate(RequestMetadata request) {
      if (!request.topic().equals(request.topic().toLowerCase(Locale.ROOT))) {
        throw new PolicyViolationException("no capitals in " + request.topic());
      }
      if (request.topic().equals("broken")) {
        throw new IllegalStateException("out of order");
      }
      if (request.numPartitions() != null && request.numPartitions() > partitionsMax) {
        throw new PolicyViolationException("at most " + partitionsMax + " partitions");
      }
    }

    @Override
    public void close() {}
  }

  /// Nothing is kept longer than a day.
  public static final class Configs implements AlterConfigPolicy {

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void validate(RequestMetadata request) {
      String retention = request.configs().get("retention.ms");
      if (retention != null && Long.parseLong(retention) > 86_400_000) {
        throw new PolicyViolationException("nothing is kept longer than a day");
      }
    }

    @Override
    public void close() {}
  }
}
