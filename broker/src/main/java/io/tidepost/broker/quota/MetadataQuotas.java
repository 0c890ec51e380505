package io.tidepost.broker.quota;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.ClientQuotas.Limit;
import org.jspecify.annotations.Nullable;

/// The quotas in the metadata, with Kafka's precedence.
final class MetadataQuotas implements QuotaSource {

  private record Sharers(@Nullable String user, @Nullable String clientId) {}

  private volatile ClientQuotas quotas = ClientQuotas.EMPTY;
  private @Nullable KeptRecords seen;

  @Override
  public boolean limits(String key) {
    return quotas.has(key);
  }

  @Override
  public @Nullable QuotaLimit limit(String key, RequestContext caller) {
    String principal = caller.principal();
    String user = principal.substring(principal.indexOf(':') + 1);
    String clientId = caller.clientId();
    Limit limit = quotas.limit(key, user, clientId == null ? "" : clientId);
    return limit == null
        ? null
        : new QuotaLimit(limit.bound(), new Sharers(limit.user(), limit.clientId()));
  }

  @Override
  public void update(MetadataImage image) {
    if (image.kept() != seen) {
      seen = image.kept();
      quotas = ClientQuotas.of(image.kept());
    }
  }
}
