package io.tidepost.broker.api;

import java.util.Set;

/// Topics that the cluster keeps for itself.
public final class InternalTopics {

  /// Committed offsets and groups.
  public static final String CONSUMER_OFFSETS = "__consumer_offsets";

  /// Transactions.
  public static final String TRANSACTION_STATE = "__transaction_state";

  /// What share groups have read.
  public static final String SHARE_GROUP_STATE = "__share_group_state";

  /// Who did what.
  public static final String AUDIT = "__tidepost_audit";

  /// What clients push of their metrics.
  public static final String CLIENT_METRICS = "__tidepost_client_metrics";

  private static final Set<String> NAMES =
      Set.of(AUDIT, CLIENT_METRICS, CONSUMER_OFFSETS, SHARE_GROUP_STATE, TRANSACTION_STATE);

  private static final Set<String> EVERY_BROKERS = Set.of(AUDIT, CLIENT_METRICS);

  private InternalTopics() {}

  /// Whether brokers write to it that do not lead it.
  static boolean everyBrokerWrites(String topic) {
    return EVERY_BROKERS.contains(topic);
  }

  /// Whether clients may only read it.
  public static boolean isInternal(String topic) {
    return topic.startsWith("__") && NAMES.contains(topic);
  }
}
