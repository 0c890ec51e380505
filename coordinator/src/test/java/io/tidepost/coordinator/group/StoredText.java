package io.tidepost.coordinator.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A stored group as text, to be compared.
final class StoredText {

  private StoredText() {}

  static String of(@Nullable StoredGroup group) {
    if (group == null) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    text.append(group.generation()).append(group.protocol()).append(group.leader());
    text.append(group.stateTimestampMillis());
    group
        .members()
        .forEach(m ->
            text.append('|')
                .append(m.memberId())
                .append(m.groupInstanceId())
                .append(m.sessionTimeoutMillis())
                .append(m.rebalanceTimeoutMillis())
                .append(Arrays.hashCode(m.subscription()))
                .append(Arrays.hashCode(m.assignment())));
    return text.toString();
  }
}
