package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataLog;
import java.util.List;

/// Decides when a voter stands for election because the leader's process is gone, without waiting
/// for the election timeout: a port that refuses has no process behind it.
///
/// The voters that are left stand one after the other, in the order of their node ids, so that the
/// first has won before the second would split the vote. Such an election unseats a leader that is
/// there after all (one whose port only this voter cannot reach), so a voter that has called for
/// one waits longer and longer until the next; meanwhile the election timeout decides as ever.
///
/// A leader that is silent is not gone. It is kept in mind how long it has left unanswered what it
/// was asked, for whoever becomes active after it.
///
/// Belongs to one thread. Times are milliseconds of a clock that does not jump.
public final class LeaderWatch {

  /// How long after its predecessor the next voter stands.
  static final long TURN_MS = 300;

  /// Shortest and longest time between two elections that this voter calls for.
  static final long PAUSE_MIN_MS = 10_000;

  static final long PAUSE_MAX_MS = 600_000;

  /// What counts of the time between two calls of [#tell] in which nobody answered.
  private static final long COUNTED_MAX_MS = 500;

  private static final long NEVER = Long.MAX_VALUE;

  private final int self;
  private List<Integer> voters = List.of();

  /// The leader of now, or of before while there is none.
  private int leader = MetadataLog.NO_LEADER;

  private int leaderEpoch = -1;
  private boolean asked;
  private long unansweredMillis;
  private long toldMillis;
  private long standAtMillis = NEVER;
  private long notBeforeMillis = Long.MIN_VALUE;
  private long pauseMillis = PAUSE_MIN_MS;

  /// @param self node id of this voter
  public LeaderWatch(int self, long nowMillis) {
    this.self = self;
    this.toldMillis = nowMillis;
  }

  /// Somebody leads, or nobody does for the moment ([MetadataLog#NO_LEADER]).
  ///
  /// @param now who votes
  public void leaderIs(int id, int epoch, List<Integer> now) {
    voters = now.stream().sorted().toList();
    if (id != MetadataLog.NO_LEADER && (id != leader || epoch != leaderEpoch)) {
      leader = id;
      leaderEpoch = epoch;
      answered();
    }
  }

  /// Whether there is a leader to watch: this node votes, and another one leads or led last.
  public boolean isWatching() {
    return leader != self && leader != MetadataLog.NO_LEADER && voters.contains(self);
  }

  /// Who is watched.
  public int leader() {
    return leader;
  }

  /// Tells the time, at least twice a second. What is beyond that was a pause of this process.
  public void tell(long nowMillis) {
    if (asked) {
      unansweredMillis += Math.clamp(nowMillis - toldMillis, 0, COUNTED_MAX_MS);
    }
    toldMillis = nowMillis;
  }

  /// The leader is asked for a sign of life.
  public void asked() {
    asked = true;
  }

  /// The leader has given one.
  public void answered() {
    asked = false;
    unansweredMillis = 0;
    standAtMillis = NEVER;
  }

  /// For how long the leader has not answered.
  public long unansweredMillis() {
    return unansweredMillis;
  }

  /// The leader's port refuses.
  ///
  /// @return in how many milliseconds to ask [#stands]; -1 for not at all
  public long refused(long nowMillis) {
    if (!isWatching() || standAtMillis != NEVER || nowMillis < notBeforeMillis) {
      return -1;
    }
    long wait = TURN_MS * voters.stream().filter(id -> id != leader && id < self).count();
    standAtMillis = nowMillis + wait;
    return wait;
  }

  /// Whether this node stands for election now; says so once.
  public boolean stands(long nowMillis) {
    if (!isWatching() || nowMillis < standAtMillis) {
      return false;
    }
    standAtMillis = NEVER;
    boolean calm = notBeforeMillis == Long.MIN_VALUE || nowMillis - notBeforeMillis > PAUSE_MAX_MS;
    pauseMillis = calm ? PAUSE_MIN_MS : Math.min(2 * pauseMillis, PAUSE_MAX_MS);
    notBeforeMillis = nowMillis + pauseMillis;
    return true;
  }
}
