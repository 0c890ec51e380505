package io.tidepost.replica;

/// What a leader knows about one follower.
final class FollowerState {

  /// Longer than any bound: it never caught up.
  private static final long NEVER = Long.MIN_VALUE / 2;

  /// How long one that was too slow stays out, as a multiple of the bound; doubled each time.
  private static final int HOLD_OFF = 5;

  private static final long HOLD_OFF_MAX_MILLIS = 300_000;

  final int id;

  /// Everything before this offset is durable there; -1 while nothing is known.
  long offset = -1;

  long logStartOffset = -1;
  long brokerEpoch = -1;
  boolean inSync;

  /// In sync, or about to be: it counts for the high watermark (the maximal ISR, KIP-497).
  boolean counts;

  /// Not in sync yet, but keeping up: the high watermark waits for it, or it would never get there.
  boolean joining;

  /// No proposal to let it in before this time.
  long notBeforeMillis;

  private long caughtUpMillis = NEVER;
  private long fetchedMillis;
  private long endAtFetch = Long.MAX_VALUE;
  private int timesTooSlow;
  private long tooSlowMillis = NEVER;

  FollowerState(int id) {
    this.id = id;
  }

  /// It is given the benefit of the doubt.
  void trust(long nowMillis) {
    caughtUpMillis = nowMillis;
  }

  /// It had everything up to now, and now more is coming.
  void appended(long endBefore, long nowMillis) {
    if (offset >= endBefore && caughtUpMillis < nowMillis) {
      caughtUpMillis = nowMillis;
    }
  }

  void fetched(FollowerFetch fetch, long logEndOffset, long nowMillis) {
    offset = fetch.offset();
    logStartOffset = fetch.logStartOffset();
    brokerEpoch = Math.max(brokerEpoch, fetch.brokerEpoch());
    if (offset >= logEndOffset) {
      caughtUpMillis = Math.max(caughtUpMillis, nowMillis);
    } else if (offset >= endAtFetch) {
      caughtUpMillis = Math.max(caughtUpMillis, fetchedMillis);
    }
    endAtFetch = logEndOffset;
    fetchedMillis = nowMillis;
  }

  /// A process that was stopped itself must not hold it against others.
  void forgive(long millis) {
    caughtUpMillis += millis;
  }

  /// How long it has been without something that the leader has.
  long lagMillis(long logEndOffset, long nowMillis) {
    return offset >= logEndOffset ? 0 : Math.max(0, nowMillis - caughtUpMillis);
  }

  /// It held others back for too long, and stays out until it has kept up for a while: longer each
  /// time, so that one that is slow again and again does not come and go.
  void wasTooSlow(long boundMillis, long nowMillis) {
    boolean again = nowMillis - tooSlowMillis < 2 * HOLD_OFF_MAX_MILLIS;
    timesTooSlow = again ? timesTooSlow + 1 : 0;
    tooSlowMillis = nowMillis;
    long holdOff = boundMillis * HOLD_OFF << Math.min(timesTooSlow, 10);
    notBeforeMillis = nowMillis + Math.min(holdOff, HOLD_OFF_MAX_MILLIS);
  }

  @Override
  public String toString() {
    return id + "@" + offset + (inSync ? " in sync" : counts ? " joining" : " out");
  }
}
