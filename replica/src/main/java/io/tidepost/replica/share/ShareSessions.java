package io.tidepost.replica.share;

import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sessions of members that fetch from share groups over the connections of one event loop
/// (KIP-932): which partitions a member fetches from, so that it need not repeat them.
///
/// One thread.
public final class ShareSessions {

  /// The session epoch that opens a session.
  public static final int EPOCH_INITIAL = 0;

  /// The session epoch that closes it.
  public static final int EPOCH_FINAL = -1;

  private static final class Session {
    final String owner;
    final Set<SharedTopicPartition> partitions = new LinkedHashSet<>();
    int nextEpoch = 1;

    Session(String owner) {
      this.owner = owner;
    }

    void advance() {
      nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
    }
  }

  private final int sessionsMax;
  private final Map<ShareMemberKey, Session> sessions = new HashMap<>();

  /// @param sessionsMax most sessions at a time (`group.share.max.share.sessions`)
  public ShareSessions(int sessionsMax) {
    this.sessionsMax = sessionsMax;
  }

  public int size() {
    return sessions.size();
  }

  /// Makes sense of a ShareFetch.
  ///
  /// @param owner the connection it came by; a session ends with its connection
  /// @param named partitions that the request names
  /// @param forgotten partitions that are not wanted any more
  /// @param acknowledges whether it acknowledges something
  public ShareContext fetch(
      ShareMemberKey member,
      String owner,
      int epoch,
      Collection<SharedTopicPartition> named,
      Collection<SharedTopicPartition> forgotten,
      boolean acknowledges) {
    if (epoch == EPOCH_FINAL) {
      return close(member);
    }
    if (epoch == EPOCH_INITIAL) {
      return acknowledges
          ? ShareContext.failed(ErrorCode.INVALID_REQUEST)
          : open(member, owner, named);
    }
    Session session = sessions.get(member);
    ErrorCode error = check(session, epoch);
    if (session == null || error != ErrorCode.NONE) {
      return ShareContext.failed(error);
    }
    session.partitions.addAll(named);
    session.partitions.removeAll(forgotten);
    Set<SharedTopicPartition> added = new LinkedHashSet<>(named);
    added.removeAll(forgotten);
    List<SharedTopicPartition> turns = new ArrayList<>(session.partitions);
    if (!turns.isEmpty()) {
      Collections.rotate(turns, -(session.nextEpoch % turns.size()));
    }
    session.advance();
    return new ShareContext(ErrorCode.NONE, turns, added, false);
  }

  /// Makes sense of a ShareAcknowledge.
  public ShareContext acknowledge(ShareMemberKey member, int epoch) {
    if (epoch == EPOCH_FINAL) {
      return close(member);
    }
    if (epoch == EPOCH_INITIAL) {
      return ShareContext.failed(ErrorCode.INVALID_SHARE_SESSION_EPOCH);
    }
    Session session = sessions.get(member);
    ErrorCode error = check(session, epoch);
    if (session == null || error != ErrorCode.NONE) {
      return ShareContext.failed(error);
    }
    session.advance();
    return new ShareContext(ErrorCode.NONE, List.of(), Set.of(), false);
  }

  private static ErrorCode check(@Nullable Session session, int epoch) {
    if (session == null) {
      return ErrorCode.SHARE_SESSION_NOT_FOUND;
    }
    return session.nextEpoch == epoch ? ErrorCode.NONE : ErrorCode.INVALID_SHARE_SESSION_EPOCH;
  }

  private ShareContext open(
      ShareMemberKey member, String owner, Collection<SharedTopicPartition> named) {
    if (!sessions.containsKey(member) && sessions.size() >= sessionsMax) {
      return ShareContext.failed(ErrorCode.SHARE_SESSION_LIMIT_REACHED);
    }
    Session session = new Session(owner);
    session.partitions.addAll(named);
    sessions.put(member, session);
    return new ShareContext(
        ErrorCode.NONE, List.copyOf(session.partitions), Set.copyOf(session.partitions), false);
  }

  private ShareContext close(ShareMemberKey member) {
    return sessions.remove(member) == null
        ? ShareContext.failed(ErrorCode.SHARE_SESSION_NOT_FOUND)
        : new ShareContext(ErrorCode.NONE, List.of(), Set.of(), true);
  }

  /// The member has a session elsewhere now.
  public void forget(ShareMemberKey member) {
    sessions.remove(member);
  }

  /// A connection is gone, and with it the member's session if it is that connection's.
  ///
  /// @return whether there was one
  public boolean disconnected(ShareMemberKey member, String owner) {
    Session session = sessions.get(member);
    return session != null && session.owner.equals(owner) && sessions.remove(member, session);
  }
}
