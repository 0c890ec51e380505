package io.tidepost.replica;

import java.util.List;

/// In-sync replicas that a leader wants, for an AlterPartition request (KIP-497).
///
/// @param leaderEpoch of the leader that asks
/// @param partitionEpoch the change builds on
/// @param isr the wanted in-sync replicas
public record IsrChange(int leaderEpoch, int partitionEpoch, List<Member> isr) {

  /// @param brokerId an in-sync replica
  /// @param brokerEpoch under which it was seen to be in sync (KIP-903); -1 when it is not known
  public record Member(int brokerId, long brokerEpoch) {}

  /// Broker ids only.
  public List<Integer> ids() {
    return isr.stream().map(Member::brokerId).toList();
  }
}
