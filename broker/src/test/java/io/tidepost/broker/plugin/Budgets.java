package io.tidepost.broker.plugin;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.server.quota.ClientQuotaCallback;
import org.apache.kafka.server.quota.ClientQuotaEntity;
import org.apache.kafka.server.quota.ClientQuotaType;
import org.jspecify.annotations.Nullable;

/// A quota callback as an operator may write it: of everything that is set for client ids, those
/// whose name begins with "small" get a tenth. Fails when asked about a client named "broken".
public final class Budgets implements ClientQuotaCallback {

  /// Topics that it was told of.
  static final Set<String> TOPICS = ConcurrentHashMap.newKeySet();

  /// Whether it was closed.
  static volatile boolean closed;

  private final Map<ClientQuotaType, Double> bounds = new ConcurrentHashMap<>();

  @Override
  public void configure(Map<String, ?> configs) {
    closed = false;
  }

  @Override
  public Map<String, String> quotaMetricTags(
      ClientQuotaType type, KafkaPrincipal principal, String clientId) {
    if (clientId.equals("broken")) {
      throw new IllegalStateException("the operator's mistake");
    }
    return Map.of("budget", clientId.startsWith("small") ? "small" : "large");
  }

  @Override
  public @Nullable Double quotaLimit(ClientQuotaType type, Map<String, String> tags) {
    Double bound = bounds.get(type);
    return bound == null ? null : "small".equals(tags.get("budget")) ? bound / 10 : bound;
  }

  @Override
  public void updateQuota(ClientQuotaType type, ClientQuotaEntity entity, double value) {
    for (ClientQuotaEntity.ConfigEntity part : entity.configEntities()) {
      if (part.entityType() == ClientQuotaEntity.ConfigEntityType.DEFAULT_CLIENT_ID) {
        bounds.put(type, value);
      }
    }
  }

  @Override
  public void removeQuota(ClientQuotaType type, ClientQuotaEntity entity) {
    bounds.remove(type);
  }

  @Override
  public boolean quotaResetRequired(ClientQuotaType type) {
    return false;
  }

  @Override
  @SuppressWarnings("removal") // part of the contract still
  public boolean updateClusterMetadata(Cluster cluster) {
    TOPICS.addAll(cluster.topics());
    return false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
