package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What becomes of one partition when its in-sync replicas, its assignment or the brokers around it
/// change: completes a reassignment that can be completed (KIP-455), keeps the eligible leader
/// replicas (KIP-966), elects a leader, and raises the leader epoch where replicas have to notice.
/// The one place that makes a [PartitionChangeRecord]; used once.
final class PartitionChange {

  /// Who may be elected.
  enum Election {
    /// The leader stays if it may; else an in-sync replica, or an eligible one when none is left.
    ONLINE,
    /// The first replica if it may lead, else as [#ONLINE].
    PREFERRED,
    /// As [#ONLINE], but a replica that may lack records rather than none.
    UNCLEAN
  }

  /// `leaderRecoveryState` of a leader that was elected uncleanly and has not recovered yet.
  static final byte RECOVERING = 1;

  private final Partition partition;
  private final IntPredicate mayLead;
  private final int minInSyncReplicas;
  private final boolean hasElr;
  private final short metadataVersion;
  private final IntFunction<Uuid> newDirectory;

  private List<Integer> isr;
  private List<Integer> replicas;
  private List<Integer> adding;
  private List<Integer> removing;
  private List<Integer> elr;
  private Election election = Election.ONLINE;
  private byte recoveryState;
  private int lostReplica = -1;
  private final PartitionChangeRecord record = new PartitionChangeRecord();

  /// @param mayLead whether a broker is able to lead, whatever it has of the log
  /// @param minInSyncReplicas where there are fewer replicas, all of them are the minimum
  /// @param hasElr whether eligible leader replicas are kept
  /// @param newDirectory where a broker puts a replica that it does not have yet
  PartitionChange(
      Partition partition,
      IntPredicate mayLead,
      int minInSyncReplicas,
      boolean hasElr,
      short metadataVersion,
      IntFunction<Uuid> newDirectory) {
    this.partition = partition;
    this.mayLead = mayLead;
    this.minInSyncReplicas = minInSyncReplicas;
    this.hasElr = hasElr;
    this.metadataVersion = metadataVersion;
    this.newDirectory = newDirectory;
    this.isr = partition.isr();
    this.replicas = partition.replicas();
    this.adding = partition.addingReplicas();
    this.removing = partition.removingReplicas();
    this.elr = partition.elr();
    this.recoveryState = partition.leaderRecoveryState();
  }

  /// The in-sync replicas that are wanted.
  PartitionChange isr(List<Integer> wanted) {
    isr = wanted;
    return this;
  }

  /// The in-sync replicas without this broker.
  PartitionChange without(int brokerId) {
    return isr(minus(isr, brokerId));
  }

  /// This replica may have lost what it had: it is neither in sync nor eligible.
  PartitionChange lost(int brokerId) {
    lostReplica = brokerId;
    return without(brokerId);
  }

  /// The assignment that is wanted, with the replicas that are on their way in and out.
  PartitionChange assignment(
      List<Integer> wanted, List<Integer> wantedAdding, List<Integer> wantedRemoving) {
    replicas = wanted;
    adding = wantedAdding;
    removing = wantedRemoving;
    return this;
  }

  PartitionChange election(Election kind) {
    election = kind;
    return this;
  }

  /// @param state 0 recovered, 1 recovering from an unclean election
  PartitionChange recoveryState(byte state) {
    recoveryState = state;
    return this;
  }

  /// The record, without topic and partition number; `null` when nothing changes.
  @Nullable PartitionChangeRecord decide() {
    completeReassignment();
    findEligible();
    elect();
    raiseEpochWhenAReplicaLeaves();
    recordElr();
    boolean uncleanly = record.isr != null;
    if (!uncleanly && (hasElr || !isr.isEmpty()) && !isr.equals(partition.isr())) {
      record.isr = isr;
    }
    if (!RecordVersions.keepsLeaderEpochOnShrink(metadataVersion)
        && record.leader == PartitionChanges.LEADER_UNCHANGED
        && record.isr != null
        && !record.isr.containsAll(partition.isr())) {
      record.leader = partition.leader();
    }
    recordLastKnownLeader();
    recordAssignment();
    if (recoveryState != partition.leaderRecoveryState()) {
      record.leaderRecoveryState = recoveryState;
    }
    return isEmpty(record) ? null : record;
  }

  /// A reassignment is complete once everybody who was added is in sync; one that takes away more
  /// than it adds, once everybody who stays is.
  private void completeReassignment() {
    if (adding.isEmpty() && removing.isEmpty()) {
      return;
    }
    List<Integer> staying = minus(replicas, removing);
    List<Integer> inSync = minus(isr, removing);
    boolean wouldEmpty = !removing.isEmpty() && (staying.isEmpty() || inSync.isEmpty());
    boolean shrinks = adding.size() < removing.size();
    if (wouldEmpty || !inSync.containsAll(adding) || (shrinks && !inSync.containsAll(staying))) {
      return;
    }
    replicas = staying;
    isr = inSync;
    adding = List.of();
    removing = List.of();
  }

  /// Below the minimum of in-sync replicas nothing is acknowledged, so whoever leaves then has
  /// everything that was.
  private void findEligible() {
    if (!hasElr) {
      return;
    }
    if (isEnough(isr)) {
      elr = List.of();
      return;
    }
    Set<Integer> candidates = new TreeSet<>(elr);
    candidates.addAll(partition.isr());
    candidates.removeAll(isr);
    candidates.retainAll(replicas);
    candidates.remove(lostReplica);
    elr = List.copyOf(candidates);
  }

  /// Whether a leader may acknowledge with these in-sync replicas.
  private boolean isEnough(List<Integer> inSync) {
    return inSync.size() >= Math.min(minInSyncReplicas, replicas.size());
  }

  private void elect() {
    int leader = cleanLeader();
    boolean uncleanly = false;
    if (leader == Partition.NO_LEADER) {
      leader = uncleanLeader();
      uncleanly = leader != Partition.NO_LEADER;
    }
    if (leader == partition.leader()) {
      return;
    }
    if (elr.contains(leader)) {
      isr = List.of(leader);
      elr = isEnough(isr) ? List.of() : minus(elr, leader);
    }
    record.leader = leader;
    if (uncleanly) {
      record.isr = List.of(leader);
      if (partition.leaderRecoveryState() != RECOVERING) {
        record.leaderRecoveryState = RECOVERING;
      }
    }
  }

  private int cleanLeader() {
    if (election == Election.PREFERRED && isValid(replicas.get(0))) {
      return replicas.get(0);
    }
    if (isValid(partition.leader())) {
      return partition.leader();
    }
    for (int replica : replicas) {
      if (isValid(replica)) {
        return replica;
      }
    }
    return Partition.NO_LEADER;
  }

  private boolean isValid(int replica) {
    return (isr.contains(replica) || (isr.isEmpty() && elr.contains(replica)))
        && mayLead.test(replica);
  }

  /// The last leader, when nobody is left who is known to have everything; else, if asked for,
  /// whoever is there.
  private int uncleanLeader() {
    boolean lastKnownLeader =
        hasElr && elr.isEmpty() && isr.isEmpty() && partition.lastKnownElr().size() == 1;
    if (lastKnownLeader
        && replicas.contains(partition.lastKnownElr().get(0))
        && mayLead.test(partition.lastKnownElr().get(0))) {
      return partition.lastKnownElr().get(0);
    }
    if (election == Election.UNCLEAN) {
      for (int replica : replicas) {
        if (mayLead.test(replica)) {
          return replica;
        }
      }
    }
    return Partition.NO_LEADER;
  }

  private void raiseEpochWhenAReplicaLeaves() {
    if (record.leader == PartitionChanges.LEADER_UNCHANGED
        && !replicas.containsAll(partition.replicas())) {
      record.leader = partition.leader();
    }
  }

  private void recordElr() {
    if (record.isr != null || !hasElr) {
      elr = List.of();
    }
    if (!elr.equals(partition.elr())) {
      record.eligibleLeaderReplicas = elr;
    }
  }

  /// The list of last known eligible replicas holds the last leader while there is none.
  private void recordLastKnownLeader() {
    if (!hasElr) {
      return;
    }
    boolean isKnown = !partition.lastKnownElr().isEmpty();
    if (record.leader == Partition.NO_LEADER
        && !isKnown
        && partition.leader() != Partition.NO_LEADER) {
      record.lastKnownElr = List.of(partition.leader());
    } else if (record.leader >= 0 && isKnown) {
      record.lastKnownElr = List.of();
    }
  }

  private void recordAssignment() {
    if (!replicas.isEmpty()) {
      if (RecordVersions.hasDirectories(metadataVersion)) {
        List<Uuid> directories = new ArrayList<>(replicas.size());
        for (int replica : replicas) {
          directories.add(
              partition.replicas().contains(replica)
                  ? partition.directoryOf(replica)
                  : newDirectory.apply(replica));
        }
        if (!directories.equals(partition.directories())) {
          record.directories = directories;
        }
      }
      if (!replicas.equals(partition.replicas())) {
        record.replicas = replicas;
      }
    }
    if (!removing.equals(partition.removingReplicas())) {
      record.removingReplicas = removing;
    }
    if (!adding.equals(partition.addingReplicas())) {
      record.addingReplicas = adding;
    }
  }

  private static boolean isEmpty(PartitionChangeRecord record) {
    return record.leader == PartitionChanges.LEADER_UNCHANGED
        && record.isr == null
        && record.replicas == null
        && record.directories == null
        && record.addingReplicas == null
        && record.removingReplicas == null
        && record.eligibleLeaderReplicas == null
        && record.lastKnownElr == null
        && record.leaderRecoveryState == -1;
  }

  static List<Integer> minus(List<Integer> all, int brokerId) {
    return all.contains(brokerId) ? minus(all, List.of(brokerId)) : all;
  }

  static List<Integer> minus(List<Integer> all, List<Integer> others) {
    List<Integer> left = new ArrayList<>(all.size());
    for (Integer id : all) {
      if (!others.contains(id)) {
        left.add(id);
      }
    }
    return List.copyOf(left);
  }
}
