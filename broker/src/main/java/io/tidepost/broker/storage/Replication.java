package io.tidepost.broker.storage;

import io.tidepost.replica.IsrChange;
import io.tidepost.replica.KnownBroker;
import io.tidepost.replica.ReplicaRules;
import org.jspecify.annotations.Nullable;

/// What replicas on this broker need of the others. Any thread, unless said otherwise.
public interface Replication {

  /// There are no others.
  Replication NONE =
      new Replication() {
        @Override
        public @Nullable KnownBroker broker(int brokerId) {
          return null;
        }

        @Override
        public int brokerId() {
          return -1;
        }

        @Override
        public long brokerEpoch() {
          return -1;
        }

        @Override
        public ReplicaRules rules() {
          return ReplicaRules.DEFAULTS;
        }

        @Override
        public void changeIsr(HostedPartition partition, IsrChange change) {
          throw new IllegalStateException(partition + " has no followers");
        }

        @Override
        public void mayFetch(HostedPartition partition) {}

        @Override
        public boolean holdsBackFollowers() {
          return false;
        }

        @Override
        public void sentToFollower(long bytes) {
          throw new IllegalStateException("there are no followers");
        }
      };

  /// What the metadata says about a broker; `null` when it is not registered.
  @Nullable KnownBroker broker(int brokerId);

  /// This broker's id.
  int brokerId();

  /// This broker's epoch.
  long brokerEpoch();

  /// Bounds for followers.
  ReplicaRules rules();

  /// Sends a leader's wish to the controller, and the answer back to it.
  void changeIsr(HostedPartition partition, IsrChange change);

  /// A follower may have something to ask its leader for, or has another leader. On the partition's
  /// loop.
  void mayFetch(HostedPartition partition);

  /// Whether throttled followers that are not in sync get nothing at present: they have had as much
  /// as `leader.replication.throttled.rate` allows.
  boolean holdsBackFollowers();

  /// A throttled follower was sent records.
  void sentToFollower(long bytes);
}
