package io.tidepost.broker.server;

import io.tidepost.broker.cluster.OwnPast;
import io.tidepost.quorum.NodeStorage;
import java.io.IOException;

/// Refuses to take part in a quorum with a log that has forgotten what it acknowledged.
final class PastCheck {

  private PastCheck() {}

  /// Blocks.
  ///
  /// @throws StartException when this node must not start on what is there
  static void run(OwnPast past, MetadataEngine engine, NodeStorage storage) throws StartException {
    try {
      long end = engine.ownEnd();
      String whyNot = end == Long.MAX_VALUE ? null : past.whyNot(end, storage.metadataDirectory());
      if (whyNot != null) {
        throw new StartException(whyNot);
      }
    } catch (IOException e) {
      throw new StartException("the end of the metadata log cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    }
  }
}
