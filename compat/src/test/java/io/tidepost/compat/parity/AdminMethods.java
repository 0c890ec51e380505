package io.tidepost.compat.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One call or more of every method of `Admin`. A test fails when `Admin` has a method without one.
final class AdminMethods {

  private final Map<String, AdminCalls.Call> calls = new LinkedHashMap<>();

  /// @param node number of the only node
  AdminMethods(int node) {
    for (AdminCalls part :
        List.of(new AdminTopicCalls(node), new AdminGroupCalls(), new AdminClusterCalls())) {
      calls.putAll(part.calls());
    }
  }

  /// By `method: what`, in an order that makes sense.
  Map<String, AdminCalls.Call> calls() {
    return calls;
  }
}
