package io.tidepost.metadata.image;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finalized feature levels of the cluster, immutable.
///
/// @param levels level by feature name, sorted; a level of 0 is not listed
public record Features(Map<String, Short> levels) {

  /// The feature that says which records the metadata log may hold.
  public static final String METADATA_VERSION = "metadata.version";

  /// The protocol of transactions (KIP-890): from 2 on each end raises the producer epoch.
  public static final String TRANSACTION_VERSION = "transaction.version";

  public static final short HIGHEST_TRANSACTION_VERSION = 2;

  /// Whether topics may have eligible leader replicas (KIP-966).
  public static final String ELR_VERSION = "eligible.leader.replicas.version";

  public static final short HIGHEST_ELR_VERSION = 1;

  /// Nothing finalized.
  public static final Features EMPTY = new Features(Map.of());

  // Written out: what the compiler puts here is linked at its first call, and every start pays.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Features features && levels.equals(features.levels);
  }

  @Override
  public int hashCode() {
    return levels.hashCode();
  }

  /// The finalized level of `feature`; 0 when it has none.
  public short level(String feature) {
    return levels.getOrDefault(feature, (short) 0);
  }

  /// The level of [#METADATA_VERSION]; 0 before the first record.
  public short metadataVersion() {
    return level(METADATA_VERSION);
  }

  /// These features with one level set; 0 removes it.
  Features with(String feature, short level) {
    Map<String, Short> changed = new TreeMap<>(levels);
    if (level == 0) {
      changed.remove(feature);
    } else {
      changed.put(feature, level);
    }
    return new Features(Collections.unmodifiableMap(changed));
  }
}
