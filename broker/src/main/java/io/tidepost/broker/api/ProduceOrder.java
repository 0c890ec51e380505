package io.tidepost.broker.api;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Keeps the order of a connection's Produce requests while the batches of one are checked
/// elsewhere: those behind it wait for that. Each connection's on its loop.
final class ProduceOrder {

  /// Of each loop, the connections with a request that is being checked: what came behind it.
  private final Map<String, ArrayDeque<ProduceCall>>[] waiting;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics
  ProduceOrder(int loops) {
    waiting = new Map[loops];
    for (int i = 0; i < loops; i++) {
      waiting[i] = new HashMap<>();
    }
  }

  /// Starts a call, now or once those before it are checked.
  void begin(ProduceCall call) {
    RequestContext caller = call.caller();
    Map<String, ArrayDeque<ProduceCall>> here = waiting[caller.loop().index()];
    ArrayDeque<ProduceCall> before = here.isEmpty() ? null : here.get(caller.connectionId());
    if (before != null) {
      before.add(call);
      return;
    }
    call.start();
    if (!call.isChecked()) {
      here.put(caller.connectionId(), new ArrayDeque<>());
    }
  }

  /// A connection's request is checked: starts the next ones.
  void goOn(RequestContext caller) {
    Map<String, ArrayDeque<ProduceCall>> here = waiting[caller.loop().index()];
    ArrayDeque<ProduceCall> behind = here.get(caller.connectionId());
    while (behind != null) {
      ProduceCall next = behind.poll();
      if (next == null) {
        here.remove(caller.connectionId());
        return;
      }
      next.startLate();
      if (!next.isChecked()) {
        return;
      }
    }
  }
}
