package io.tidepost.replica;

import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The followers of a partition as its leader sees them: how far each is, which are in sync, and
/// which should be.
///
/// The controller alone decides who is in sync (KIP-497). From the moment the leader proposes a
/// change until it knows what became of it, it reckons with the larger of both sets, the maximal
/// ISR: the high watermark is the smallest durable offset in it.
///
/// ```
///              lag > bound, or its broker is dead          controller agrees
///   in sync ────────────────────────────────── proposed ──────────────────────> out
///      ^                                            │ refused                     │
///      │                                            v                             │
///      └── controller agrees ── proposed <── has everything up to the high watermark
///                                            and to the start of the leader epoch,
///                                            its broker is alive and of this epoch
/// ```
///
/// On the partition's owner loop only. Times are milliseconds on a clock that does not jump.
public final class InSyncReplicas {

  /// A refused proposal is not made again before this.
  private static final long REFUSED_MILLIS = 500;

  private final PartitionLeader leader;
  private final int self;
  private final LeaderEffects effects;
  private Leadership leadership;
  private FollowerState[] followers = {};
  private @Nullable IsrChange pending;
  private boolean asking;
  private long checkedMillis;

  InSyncReplicas(
      PartitionLeader leader, int self, Leadership first, LeaderEffects effects, long nowMillis) {
    this.leader = leader;
    this.self = self;
    this.effects = effects;
    this.checkedMillis = nowMillis;
    this.leadership = first;
    take(first, nowMillis);
  }

  // ---- what the metadata says

  /// Obeys newer metadata, or the controller's answer to a proposal, whichever comes first.
  ///
  /// @return whether it was newer
  boolean update(Leadership newer, long nowMillis) {
    if (newer.leaderEpoch() < leadership.leaderEpoch()
        || newer.partitionEpoch() <= leadership.partitionEpoch()) {
      return false;
    }
    take(newer, nowMillis);
    return true;
  }

  private void take(Leadership newer, long nowMillis) {
    List<FollowerState> states = new ArrayList<>(newer.replicas().size());
    for (int id : newer.replicas()) {
      if (id != self) {
        FollowerState known = find(id);
        FollowerState state = known == null ? new FollowerState(id) : known;
        boolean inSync = newer.isr().contains(id);
        if (inSync && !state.inSync) {
          state.trust(nowMillis);
        }
        state.inSync = inSync;
        states.add(state);
      }
    }
    followers = states.toArray(new FollowerState[0]);
    leadership = newer;
    pending = null;
    reckon();
  }

  /// The maximal ISR.
  private void reckon() {
    for (FollowerState follower : followers) {
      follower.counts = follower.inSync || isProposed(follower);
      follower.joining &= !follower.counts;
    }
  }

  private boolean isProposed(FollowerState follower) {
    return pending != null && pending.ids().contains(follower.id);
  }

  /// What the metadata says, as far as it is known here.
  public Leadership leadership() {
    return leadership;
  }

  /// Replicas that are in sync, this one included.
  int size() {
    return leadership.isr().size();
  }

  /// Whether a proposal waits for its answer.
  public boolean isChanging() {
    return pending != null;
  }

  private @Nullable FollowerState find(int id) {
    for (FollowerState follower : followers) {
      if (follower.id == id) {
        return follower;
      }
    }
    return null;
  }

  // ---- high watermark

  /// Records were appended here.
  void appended(long endBefore, long nowMillis) {
    for (FollowerState follower : followers) {
      follower.appended(endBefore, nowMillis);
    }
  }

  /// Where the high watermark may be; -1 when it has to stay.
  ///
  /// @param durable what this replica can vouch for
  /// @param sizeMin fewer in-sync replicas than this do not move it (KIP-966)
  long highWatermark(long durable, int sizeMin) {
    if (isTooFew(sizeMin)) {
      return -1;
    }
    long lowest = durable;
    for (FollowerState follower : followers) {
      if (follower.counts || follower.joining) {
        lowest = Math.min(lowest, follower.offset);
      }
    }
    return lowest;
  }

  private boolean isTooFew(int sizeMin) {
    return size() < sizeMin;
  }

  // ---- fetches

  /// Whether a fetch may count: its sender is a replica, and no process older than one that is
  /// known already.
  ErrorCode check(FollowerFetch fetch) {
    FollowerState follower = find(fetch.replicaId());
    if (follower == null) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    return isStale(follower, fetch.brokerEpoch()) ? ErrorCode.STALE_BROKER_EPOCH : ErrorCode.NONE;
  }

  private boolean isStale(FollowerState follower, long brokerEpoch) {
    if (brokerEpoch < 0) {
      return false;
    }
    KnownBroker broker = effects.broker(follower.id);
    return brokerEpoch < follower.brokerEpoch || (broker != null && brokerEpoch < broker.epoch());
  }

  /// A follower has everything before the offset it asks for, and the same as here.
  void fetched(FollowerFetch fetch, long nowMillis) {
    FollowerState follower = find(fetch.replicaId());
    if (follower == null) {
      return;
    }
    long end = leader.log().logEndOffset();
    follower.fetched(fetch, end, nowMillis);
    follower.joining =
        !follower.counts
            && follower.notBeforeMillis <= nowMillis
            && isEligible(follower)
            && follower.lagMillis(end, nowMillis) <= rules().ackLagMaxMillis();
    leader.replicated();
    propose(follower, nowMillis);
  }

  private ReplicaRules rules() {
    return effects.rules();
  }

  private boolean isEligible(FollowerState follower) {
    KnownBroker broker = effects.broker(follower.id);
    return broker != null && broker.isEligible() && isOfThisProcess(follower, broker);
  }

  private static boolean isOfThisProcess(FollowerState follower, KnownBroker broker) {
    return follower.brokerEpoch < 0 || follower.brokerEpoch == broker.epoch();
  }

  // ---- expand and shrink

  private void propose(FollowerState follower, long nowMillis) {
    boolean heldOff = follower.notBeforeMillis > nowMillis && size() >= leader.inSyncReplicasMin();
    if (pending == null
        && !follower.inSync
        && !heldOff
        && hasCommitted(follower)
        && isEligible(follower)) {
      List<IsrChange.Member> wanted = members(null);
      wanted.add(new IsrChange.Member(follower.id, follower.brokerEpoch));
      propose(wanted);
    }
  }

  /// What was ever acknowledged ends before both: the high watermark of this leadership, and the
  /// start of its leader epoch, which its predecessors cannot have passed.
  private boolean hasCommitted(FollowerState follower) {
    return follower.offset >= leader.highWatermark()
        && follower.offset >= leader.leaderEpochStart();
  }

  /// The in-sync replicas without some.
  private List<IsrChange.Member> members(@Nullable List<FollowerState> without) {
    List<IsrChange.Member> members = new ArrayList<>();
    for (int id : leadership.isr()) {
      FollowerState follower = find(id);
      if (follower == null) {
        members.add(new IsrChange.Member(id, id == self ? effects.brokerEpoch() : -1));
      } else if (without == null || !without.contains(follower)) {
        members.add(new IsrChange.Member(id, follower.brokerEpoch));
      }
    }
    return members;
  }

  private void propose(List<IsrChange.Member> wanted) {
    var change = new IsrChange(leadership.leaderEpoch(), leadership.partitionEpoch(), wanted);
    pending = change;
    reckon();
    ask(change);
  }

  private void ask(IsrChange change) {
    asking = true;
    effects.changeIsr(leader, change);
  }

  /// Looks for followers that are not in sync any more. Call it several times in
  /// `tidepost.replica.ack.lag.max.ms`, and when a broker has died.
  public void check(long nowMillis) {
    long pause = nowMillis - checkedMillis;
    checkedMillis = nowMillis;
    if (pause > rules().ackLagMaxMillis()) {
      for (FollowerState follower : followers) {
        follower.forgive(pause);
      }
    }
    IsrChange open = pending;
    if (open != null) {
      if (!asking) {
        ask(open);
      }
      return;
    }
    List<FollowerState> out = outOfSync(nowMillis);
    if (!out.isEmpty()) {
      propose(members(out));
    }
  }

  private List<FollowerState> outOfSync(long nowMillis) {
    long end = leader.log().logEndOffset();
    List<FollowerState> out = new ArrayList<>(0);
    FollowerState slowest = null;
    for (FollowerState follower : followers) {
      long lag = follower.lagMillis(end, nowMillis);
      if (lag > rules().ackLagMaxMillis()) {
        follower.joining = false;
      }
      if (!follower.inSync) {
        continue;
      }
      KnownBroker broker = effects.broker(follower.id);
      if (lag > rules().lagMaxMillis() || broker == null || broker.fenced()) {
        out.add(follower);
      } else if (lag > rules().ackLagMaxMillis()
          && (slowest == null || follower.offset < slowest.offset)) {
        slowest = follower;
      }
    }
    if (slowest != null && size() - out.size() > keptDespiteSlowness()) {
      slowest.wasTooSlow(rules().ackLagMaxMillis(), nowMillis);
      out.add(slowest);
    }
    return out;
  }

  /// One that only holds others back must not leave records with fewer replicas than they have to
  /// have, nor, among three or more, with the leader alone.
  private int keptDespiteSlowness() {
    return Math.max(leader.inSyncReplicasMin(), Math.min(2, leadership.replicas().size() - 1));
  }

  /// The controller answered a proposal.
  ///
  /// @param error [ErrorCode#NONE] when it agreed; then the rest tells what holds now
  /// @param decided the partition as the controller has it; `null` with an error
  public void answered(
      IsrChange change, ErrorCode error, @Nullable Leadership decided, long nowMillis) {
    if (change != pending) {
      return;
    }
    asking = false;
    switch (error) {
      case NONE -> {
        if (decided != null && decided.leaderEpoch() == leadership.leaderEpoch()) {
          if (!leader.lead(decided, nowMillis)) {
            // Nothing had to be changed.
            pending = null;
            reckon();
          }
        }
      }
      case INELIGIBLE_REPLICA, OPERATION_NOT_ATTEMPTED -> {
        for (FollowerState follower : followers) {
          if (follower.counts && !follower.inSync) {
            follower.notBeforeMillis =
                Math.max(follower.notBeforeMillis, nowMillis + REFUSED_MILLIS);
          }
        }
        pending = null;
        reckon();
      }
      default -> {
        // It may have been done or not: the larger set holds until the metadata says which, and
        // the next check asks again.
      }
    }
    leader.replicated();
  }

  // ---- readers

  /// The replica a consumer in `rack` had better fetch from (KIP-392): one in sync in its rack that
  /// has what it wants, the most advanced of them.
  ///
  /// @param ownRack of this broker, or `null`
  /// @return its broker id; -1 for this one
  public int preferredReader(String rack, @Nullable String ownRack, long offset) {
    if (rack.equals(ownRack)) {
      return -1;
    }
    FollowerState best = null;
    for (FollowerState follower : followers) {
      KnownBroker broker = effects.broker(follower.id);
      if (follower.inSync
          && broker != null
          && !broker.fenced()
          && rack.equals(broker.rack())
          && follower.logStartOffset <= offset
          && follower.offset >= offset
          && (best == null || follower.offset > best.offset)) {
        best = follower;
      }
    }
    return best == null ? -1 : best.id;
  }

  /// How far a follower is; -1 when nothing is known of it. For diagnosis.
  public long offsetOf(int brokerId) {
    FollowerState follower = find(brokerId);
    return follower == null ? -1 : follower.offset;
  }

  @Override
  public String toString() {
    return leadership + " " + List.of(followers) + (pending == null ? "" : " asks " + pending);
  }
}
