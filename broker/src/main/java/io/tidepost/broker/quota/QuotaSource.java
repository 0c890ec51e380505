package io.tidepost.broker.quota;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.image.MetadataImage;
import org.jspecify.annotations.Nullable;

/// Knows which quota counts for whom. Any thread, except where said otherwise.
public interface QuotaSource extends AutoCloseable {

  /// Whether anybody is limited by the quota with this name.
  boolean limits(String key);

  /// What limits a client; `null` when nothing does.
  @Nullable QuotaLimit limit(String key, RequestContext caller);

  /// Follows the metadata. One thread at a time.
  void update(MetadataImage image);

  @Override
  default void close() {}
}
