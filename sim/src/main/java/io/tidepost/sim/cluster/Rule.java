package io.tidepost.sim.cluster;

/// A rule that the modelled controller or the shell around the replicas keeps; a test switches each
/// of them off to see that somebody notices.
public enum Rule {
  /// The in-sync replicas change only when the controller has agreed.
  CHANGES_THROUGH_CONTROLLER,
  /// A change of the in-sync replicas has to build on the newest state.
  PARTITION_EPOCH,
  /// Only the leader of the present leader epoch changes the in-sync replicas.
  LEADER_EPOCH_OF_CHANGES,
  /// Who joins the in-sync replicas is alive, and the process that was seen to be in sync.
  MEMBER_EPOCH,
  /// Only a replica in sync, or an eligible one, is elected.
  CLEAN_ELECTION,
  /// Replicas that leave when too few stay are remembered (KIP-966).
  ELIGIBLE_REPLICAS,
  /// A broker takes no role from metadata that is older than its own registration.
  OWN_REGISTRATION_FIRST,
  /// No recovery point above the place where a log is cut is remembered.
  RECOVERY_POINT_BEFORE_TRUNCATION
}
