package io.tidepost.broker.cluster;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.quorum.CommittedBatches;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.quorum.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What handlers may know and do of the cluster. Any thread.
public interface ClusterView {

  /// A node that follows the metadata without voting.
  ///
  /// @param id its node id
  /// @param directoryId the directory its metadata log would be in, if it says so
  /// @param logEndOffset offset of the next record that it asked for
  /// @param lastFetchMillis wall-clock time of that
  record Observer(int id, Uuid directoryId, long logEndOffset, long lastFetchMillis) {}

  /// A change of who votes.
  interface VotersChange {

    /// @param now who votes now
    /// @return who shall vote
    /// @throws RefusedChange when that is no sensible change
    List<QuorumVoter> apply(List<QuorumVoter> now) throws RefusedChange;
  }

  /// A change of the voters that makes no sense.
  final class RefusedChange extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public RefusedChange(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }

  /// Who is the active controller.
  Leadership leadership();

  /// Whether requests for the controller go to another node.
  boolean forwards();

  /// The way of this node's own requests to the active controller.
  ControllerChannel channel();

  /// Connections to other brokers, `null` when there are none.
  @Nullable BrokerConnections brokers();

  /// A broker's connection to this node's controller is gone: if its port refuses, it is fenced.
  void connectionLost(int brokerId, long brokerEpoch);

  /// Another controller was started just now.
  void controllerStarted(int controllerId);

  /// Somebody follows the metadata.
  void observed(Observer observer);

  /// Who has followed it lately.
  List<Observer> observers();

  /// Gets the newest committed metadata, or `null` where there is none to hand out.
  void withBatches(Consumer<@Nullable CommittedBatches> use);

  /// A snapshot of the newest committed metadata; it can be had again for a while.
  void snapshot(Consumer<SnapshotBytes> use);

  /// A snapshot that [#snapshot] gave before, `null` when it is forgotten.
  @Nullable SnapshotBytes snapshot(long endOffset, int leaderEpoch);

  /// Changes who votes on the metadata.
  ///
  /// @param answer told `null` once the change is committed, else why it is not
  void changeVoters(VotersChange change, Consumer<@Nullable Failure> answer);
}
