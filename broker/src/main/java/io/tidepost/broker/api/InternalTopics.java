package io.tidepost.broker.api;

import java.util.Set;

/// Topics that the cluster keeps for itself.
public final class InternalTopics {

  /// Committed offsets and groups.
  public static final String CONSUMER_OFFSETS = "__consumer_offsets";

  /// Transactions.
  public static final String TRANSACTION_STATE = "__transaction_state";

  /// Who did what.
  public static final String AUDIT = "__tidepost_audit";

  private static final Set<String> NAMES = Set.of(AUDIT, CONSUMER_OFFSETS, TRANSACTION_STATE);

  private InternalTopics() {}

  /// Whether clients may only read it.
  public static boolean isInternal(String topic) {
    return topic.startsWith("__") && NAMES.contains(topic);
  }
}
