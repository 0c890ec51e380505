package io.tidepost.broker.storage;

import io.tidepost.broker.Log;
import io.tidepost.log.PartitionLog;
import java.io.IOException;

/// Takes away what a power loss left of unsynced writes at the end of a log, where other replicas
/// have what was acknowledged.
final class TornEnds {

  private static final Log LOG = Log.of(TornEnds.class);

  private TornEnds() {}

  /// Cuts a log that was just opened. Blocks.
  static void cut(PartitionLog log, ReplicaRole role, OpeningWork opening, long nowMillis)
      throws IOException {
    long torn = hasOthers(role) ? log.firstUnsyncedDamage() : -1;
    if (torn < 0) {
      return;
    }
    while (!log.canTruncate()) {
      opening.runNow();
    }
    LOG.warn("{} is cut to offset {}: what follows was not synced", log.directory(), torn);
    log.truncateTo(torn, nowMillis);
  }

  private static boolean hasOthers(ReplicaRole role) {
    return !(role instanceof ReplicaRole.Lead(var leadership)) || leadership.replicas().size() > 1;
  }
}
