package io.tidepost.metadata.quota;

import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.wire.Message;
import io.tidepost.wire.record.ClientQuotaRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All client quotas, and which of them counts for whom. Immutable; any thread.
public final class ClientQuotas {

  /// None.
  public static final ClientQuotas EMPTY = new ClientQuotas(Map.of());

  /// Bytes per second that may be produced.
  public static final String PRODUCER_BYTE_RATE = "producer_byte_rate";

  /// Bytes per second that may be fetched.
  public static final String CONSUMER_BYTE_RATE = "consumer_byte_rate";

  /// Percent of one event loop's time that requests may take (KIP-124).
  public static final String REQUEST_PERCENTAGE = "request_percentage";

  /// Partitions per second that may be created and deleted (KIP-599).
  public static final String CONTROLLER_MUTATION_RATE = "controller_mutation_rate";

  /// Connections per second that may come from an address (KIP-612).
  public static final String CONNECTION_CREATION_RATE = "connection_creation_rate";

  /// A quota that counts for a client.
  ///
  /// @param bound per second
  /// @param user who shares it: everybody with this user name, `null` when that does not matter
  /// @param clientId likewise
  public record Limit(double bound, @Nullable String user, @Nullable String clientId) {}

  private final Map<QuotaEntity, Map<String, Double>> values;

  private ClientQuotas(Map<QuotaEntity, Map<String, Double>> values) {
    this.values = values;
  }

  /// The quotas among the records that the metadata image keeps.
  public static ClientQuotas of(KeptRecords kept) {
    Map<QuotaEntity, Map<String, Double>> values = new LinkedHashMap<>();
    for (Message message : kept.sorted()) {
      if (message instanceof ClientQuotaRecord quota) {
        Map<String, @Nullable String> parts = new HashMap<>();
        quota.entity.forEach(part -> parts.put(part.entityType, part.entityName));
        values
            .computeIfAbsent(QuotaEntity.of(parts), entity -> new TreeMap<>())
            .put(quota.key, quota.value);
      }
    }
    return values.isEmpty() ? EMPTY : new ClientQuotas(values);
  }

  /// Values by entity and key.
  public Map<QuotaEntity, Map<String, Double>> all() {
    return Collections.unmodifiableMap(values);
  }

  /// Whether any entity has this quota.
  public boolean has(String key) {
    return values.values().stream().anyMatch(quotas -> quotas.containsKey(key));
  }

  /// The quota that counts for a client: the most specific one (KIP-55). A client without an id has
  /// its user's only.
  public @Nullable Limit limit(String key, String user, String clientId) {
    if (clientId.isEmpty()) {
      Limit own = limit(key, QuotaEntity.user(user), user, null);
      return own != null ? own : limit(key, QuotaEntity.user(null), user, null);
    }
    Limit found = limit(key, QuotaEntity.both(user, clientId), user, clientId);
    found = found != null ? found : limit(key, QuotaEntity.both(user, null), user, clientId);
    found = found != null ? found : limit(key, QuotaEntity.user(user), user, null);
    found = found != null ? found : limit(key, QuotaEntity.both(null, clientId), user, clientId);
    found = found != null ? found : limit(key, QuotaEntity.both(null, null), user, clientId);
    found = found != null ? found : limit(key, QuotaEntity.user(null), user, null);
    found = found != null ? found : limit(key, QuotaEntity.clientId(clientId), null, clientId);
    return found != null ? found : limit(key, QuotaEntity.clientId(null), null, clientId);
  }

  /// Connections per second by the name of their address; the default has a `null` name.
  public Map<@Nullable String, Double> ofAddresses() {
    Map<@Nullable String, Double> rates = new HashMap<>();
    values.forEach((entity, quotas) -> {
      Double rate = quotas.get(CONNECTION_CREATION_RATE);
      if (rate != null && entity.parts().containsKey(QuotaEntity.IP)) {
        rates.put(entity.parts().get(QuotaEntity.IP), rate);
      }
    });
    return rates;
  }

  private @Nullable Limit limit(
      String key, QuotaEntity entity, @Nullable String user, @Nullable String clientId) {
    Map<String, Double> quotas = values.get(entity);
    Double bound = quotas == null ? null : quotas.get(key);
    return bound == null ? null : new Limit(bound, user, clientId);
  }
}
