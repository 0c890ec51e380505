package io.tidepost.replica.fetch;

import io.tidepost.base.Randomness;
import io.tidepost.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sessions of the fetchers of one event loop, bounded in number
/// (`max.incremental.fetch.session.cache.slots`). When it is full, a session that was not used for
/// two minutes goes, else one that is as old and smaller than the new one; else the new fetcher
/// gets no session and goes on with full requests.
///
/// One thread. Ids are `index + n * stride`, so that the loop of a session is known from its id.
public final class FetchSessions {

  /// The session epoch of a full request that wants a session.
  public static final int EPOCH_INITIAL = 0;

  /// The session epoch of a full request that wants none.
  public static final int EPOCH_FINAL = -1;

  private static final long EVICTION_MILLIS = 120_000;

  private final int slots;
  private final int index;
  private final int stride;
  private final Randomness randomness;
  private final Map<Integer, FetchSession> sessions = new HashMap<>();

  /// @param slots the most sessions
  /// @param index number of this cache, from 0
  /// @param stride number of caches
  public FetchSessions(int slots, int index, int stride, Randomness randomness) {
    this.slots = slots;
    this.index = index;
    this.stride = stride;
    this.randomness = randomness;
  }

  /// Which cache a session belongs to.
  public static int indexOf(int sessionId, int stride) {
    return Math.floorMod(sessionId, stride);
  }

  public int size() {
    return sessions.size();
  }

  /// Makes sense of a request.
  ///
  /// @param wanted partitions that are new or changed; with a full request, all
  /// @param forgotten partitions that are not wanted any more
  public FetchContext open(
      int sessionId,
      int sessionEpoch,
      boolean byTopicId,
      List<FetchedPartition> wanted,
      List<PartitionKey> forgotten,
      long nowMillis) {
    if (sessionEpoch == EPOCH_FINAL || sessionEpoch == EPOCH_INITIAL) {
      close(sessionId);
      return full(sessionEpoch == EPOCH_INITIAL, byTopicId, wanted, nowMillis);
    }
    FetchSession session = sessions.get(sessionId);
    if (session == null) {
      return FetchContext.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }
    if (session.byTopicId() != byTopicId) {
      return FetchContext.failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
    }
    if (session.epoch() != sessionEpoch) {
      return FetchContext.failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    }
    session.update(wanted, forgotten, nowMillis);
    if (session.size() == 0) {
      close(sessionId);
      return new FetchContext(ErrorCode.NONE, 0, List.of(), null, false);
    }
    return new FetchContext(ErrorCode.NONE, sessionId, session.partitions(), session, true);
  }

  private FetchContext full(
      boolean sessionWanted, boolean byTopicId, List<FetchedPartition> wanted, long nowMillis) {
    if (!sessionWanted || wanted.isEmpty() || !makeRoom(wanted.size(), nowMillis)) {
      return new FetchContext(ErrorCode.NONE, 0, wanted, null, false);
    }
    FetchSession session = new FetchSession(newId(), byTopicId, wanted, nowMillis);
    sessions.put(session.id(), session);
    return new FetchContext(ErrorCode.NONE, session.id(), session.partitions(), session, false);
  }

  /// Ends a session; no effect when there is none with this id.
  public void close(int sessionId) {
    sessions.remove(sessionId);
  }

  private boolean makeRoom(int size, long nowMillis) {
    if (sessions.size() < slots) {
      return true;
    }
    FetchSession victim = null;
    for (FetchSession session : sessions.values()) {
      if (nowMillis - session.usedMillis() > EVICTION_MILLIS) {
        victim = session;
        break;
      }
      if (nowMillis - session.createdMillis() > EVICTION_MILLIS
          && isSmaller(session, size, victim)) {
        victim = session;
      }
    }
    if (victim != null) {
      close(victim.id());
    }
    return victim != null;
  }

  private static boolean isSmaller(
      FetchSession session, int size, @Nullable FetchSession smallest) {
    return session.size() < size && (smallest == null || session.size() < smallest.size());
  }

  private int newId() {
    while (true) {
      int id = index + stride * randomness.nextInt(Integer.MAX_VALUE / stride - 1);
      if (id > 0 && !sessions.containsKey(id)) {
        return id;
      }
    }
  }
}
