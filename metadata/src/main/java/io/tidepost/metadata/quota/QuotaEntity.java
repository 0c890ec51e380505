package io.tidepost.metadata.quota;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whom a quota is for: a user, a client id, both together, or an address; each by name or, with a
/// `null` name, as the default for those that have none of their own (KIP-546).
///
/// @param parts names by type; not to be changed
public record QuotaEntity(SortedMap<String, @Nullable String> parts) {

  /// Types of parts.
  public static final String USER = "user";

  public static final String CLIENT_ID = "client-id";
  public static final String IP = "ip";

  /// Copies the parts.
  public static QuotaEntity of(Map<String, @Nullable String> parts) {
    return new QuotaEntity(Collections.unmodifiableSortedMap(new TreeMap<>(parts)));
  }

  static QuotaEntity user(@Nullable String name) {
    return one(USER, name);
  }

  static QuotaEntity clientId(@Nullable String name) {
    return one(CLIENT_ID, name);
  }

  static QuotaEntity both(@Nullable String user, @Nullable String clientId) {
    SortedMap<String, @Nullable String> parts = new TreeMap<>();
    parts.put(USER, user);
    parts.put(CLIENT_ID, clientId);
    return new QuotaEntity(parts);
  }

  private static QuotaEntity one(String type, @Nullable String name) {
    SortedMap<String, @Nullable String> parts = new TreeMap<>();
    parts.put(type, name);
    return new QuotaEntity(parts);
  }
}
