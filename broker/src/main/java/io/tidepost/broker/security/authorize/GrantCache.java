package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.Acls;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers on one event loop what was decided about topics, so that a producer or consumer costs
/// one look-up per topic and request, and no garbage. Forgets everything when the entries change,
/// and when there is too much of it. Only on its loop.
final class GrantCache {

  /// Topics, over all callers, that are remembered.
  private static final int TOPICS_MAX = 20_000;

  /// Callers that are remembered.
  private static final int CALLERS_MAX = 2_000;

  private record Caller(String principal, InetAddress address) {}

  /// What is known of one caller: which operations were asked about, and which of them are allowed.
  private static final class Grants {
    final Map<String, int[]> byTopic = new HashMap<>();
  }

  private static final int ASKED = 0;
  private static final int ALLOWED = 1;

  private final Map<Caller, Grants> byCaller = new HashMap<>();
  private @Nullable Acls acls;
  private @Nullable String newestPrincipal;
  private @Nullable InetAddress newestAddress;
  private Grants newest = new Grants();
  private int topics;

  /// What the judge decided, or decides now.
  boolean allows(
      AclJudge judge, Acls current, RequestContext caller, AclOperation operation, String topic) {
    if (acls != current || topics >= TOPICS_MAX || byCaller.size() >= CALLERS_MAX) {
      clear(current);
    }
    int[] known = grants(caller).byTopic.get(topic);
    if (known == null) {
      known = new int[2];
      grants(caller).byTopic.put(topic, known);
      topics++;
    }
    int bit = operation.bit();
    if ((known[ASKED] & bit) == 0) {
      known[ASKED] |= bit;
      if (judge.decideTopic(current, caller, operation, topic)) {
        known[ALLOWED] |= bit;
      }
    }
    return (known[ALLOWED] & bit) != 0;
  }

  /// Requests of one connection share principal and address, so the newest is found by identity.
  @SuppressWarnings("ReferenceEquality")
  private Grants grants(RequestContext caller) {
    if (newestPrincipal != caller.principal() || newestAddress != caller.clientAddress()) {
      newestPrincipal = caller.principal();
      newestAddress = caller.clientAddress();
      newest =
          byCaller.computeIfAbsent(
              new Caller(caller.principal(), caller.clientAddress()), key -> new Grants());
    }
    return newest;
  }

  private void clear(Acls current) {
    acls = current;
    byCaller.clear();
    newestPrincipal = null;
    newestAddress = null;
    topics = 0;
  }
}
