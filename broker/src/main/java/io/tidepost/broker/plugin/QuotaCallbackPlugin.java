package io.tidepost.broker.plugin;

import io.tidepost.broker.Log;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.quota.QuotaLimit;
import io.tidepost.broker.quota.QuotaSource;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.QuotaEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.server.quota.ClientQuotaCallback;
import org.apache.kafka.server.quota.ClientQuotaEntity;
import org.apache.kafka.server.quota.ClientQuotaType;
import org.jspecify.annotations.Nullable;

/// A quota callback of the operator's own behind our seam (KIP-257). It is asked for the limit of
/// every request, on event loops and the metadata loop, so it must not block; a limit that it
/// changes counts from the next request on, whether or not it asks for a reset. What it throws is
/// logged and limits nobody.
public final class QuotaCallbackPlugin implements QuotaSource {

  private static final Log LOG = Log.of(QuotaCallbackPlugin.class);

  private static final Map<String, ClientQuotaType> TYPES =
      Map.of(
          ClientQuotas.PRODUCER_BYTE_RATE, ClientQuotaType.PRODUCE,
          ClientQuotas.CONSUMER_BYTE_RATE, ClientQuotaType.FETCH,
          ClientQuotas.REQUEST_PERCENTAGE, ClientQuotaType.REQUEST,
          ClientQuotas.CONTROLLER_MUTATION_RATE, ClientQuotaType.CONTROLLER_MUTATION);

  private final ClientQuotaCallback callback;
  private final String clusterId;
  private final int nodeId;
  private @Nullable KeptRecords seen;
  private @Nullable MetadataImage seenImage;
  private ClientQuotas quotas = ClientQuotas.EMPTY;
  private volatile boolean failing;

  private QuotaCallbackPlugin(ClientQuotaCallback callback, String clusterId, int nodeId) {
    this.callback = callback;
    this.clusterId = clusterId;
    this.nodeId = nodeId;
  }

  /// @param originals everything in the configuration, as it was written
  /// @throws IllegalArgumentException with one sentence that names the option
  public static QuotaCallbackPlugin of(
      String className, Map<String, String> originals, String clusterId, int nodeId) {
    return new QuotaCallbackPlugin(
        Plugins.make(
            "client.quota.callback.class", className, ClientQuotaCallback.class, originals),
        clusterId,
        nodeId);
  }

  @Override
  public boolean limits(String key) {
    return true;
  }

  @Override
  public @Nullable QuotaLimit limit(String key, RequestContext caller) {
    ClientQuotaType type = Objects.requireNonNull(TYPES.get(key));
    String clientId = caller.clientId();
    try {
      Map<String, String> tags =
          callback.quotaMetricTags(
              type, new AuthorizerCaller(caller).principal(), clientId == null ? "" : clientId);
      Double bound = callback.quotaLimit(type, tags);
      failing = false;
      return bound == null ? null : new QuotaLimit(bound, Map.copyOf(tags));
    } catch (RuntimeException e) {
      failed(e);
      return null;
    }
  }

  /// Says so once, and not again before it has worked in between.
  private void failed(RuntimeException cause) {
    if (!failing) {
      failing = true;
      LOG.error("the quota callback {} failed", callback.getClass().getName(), cause);
    }
  }

  @Override
  @SuppressWarnings("removal") // callbacks rely on it for as long as the contract has it
  public void update(MetadataImage image) {
    try {
      updateQuotas(image.kept());
      if (seenImage == null
          || image.topics() != seenImage.topics()
          || image.brokers() != seenImage.brokers()) {
        seenImage = image;
        callback.updateClusterMetadata(PluginCluster.of(image, clusterId, nodeId));
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void updateQuotas(KeptRecords kept) {
    if (kept == seen) {
      return;
    }
    seen = kept;
    ClientQuotas before = quotas;
    quotas = ClientQuotas.of(kept);
    before
        .all()
        .forEach((entity, values) ->
            values
                .keySet()
                .forEach(key -> {
                  ClientQuotaType type = TYPES.get(key);
                  if (type != null && !valuesOf(quotas, entity).containsKey(key)) {
                    callback.removeQuota(type, new Entity(entity));
                  }
                }));
    quotas
        .all()
        .forEach((entity, values) ->
            values.forEach((key, value) -> {
              ClientQuotaType type = TYPES.get(key);
              if (type != null && !value.equals(valuesOf(before, entity).get(key))) {
                callback.updateQuota(type, new Entity(entity), value);
              }
            }));
  }

  private static Map<String, Double> valuesOf(ClientQuotas quotas, QuotaEntity entity) {
    return quotas.all().getOrDefault(entity, Map.of());
  }

  @Override
  public void close() {
    callback.close();
  }

  /// Whom a quota is for, in Kafka's words.
  private record Entity(QuotaEntity entity) implements ClientQuotaEntity {

    @Override
    public List<ConfigEntity> configEntities() {
      List<ConfigEntity> parts = new ArrayList<>();
      if (entity.parts().containsKey(QuotaEntity.USER)) {
        String user = entity.parts().get(QuotaEntity.USER);
        parts.add(
            user == null
                ? new Part(DEFAULT, ConfigEntityType.DEFAULT_USER)
                : new Part(user, ConfigEntityType.USER));
      }
      if (entity.parts().containsKey(QuotaEntity.CLIENT_ID)) {
        String id = entity.parts().get(QuotaEntity.CLIENT_ID);
        parts.add(
            id == null
                ? new Part(DEFAULT, ConfigEntityType.DEFAULT_CLIENT_ID)
                : new Part(id, ConfigEntityType.CLIENT_ID));
      }
      return parts;
    }
  }

  private static final String DEFAULT = "<default>";

  private record Part(String name, ClientQuotaEntity.ConfigEntityType entityType)
      implements ClientQuotaEntity.ConfigEntity {}
}
