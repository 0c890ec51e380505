package io.tidepost.metadata.controller;

import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who was heard of when: what the active controller knows of brokers beside the image. Not part of
/// the metadata and lost with the lead; a controller that becomes active gives every broker one
/// fresh session.
///
/// A session ends when heartbeats stay away. A broker that is silent for a moment is asked before
/// that whether it is there: one that is busy answers, one that is stopped or cut off does not, and
/// is known to be gone long before its session ends.
///
/// Belongs to the metadata loop. Times are milliseconds of any clock that the caller keeps to.
public final class BrokerSessions {

  private static final class Session {
    final long brokerEpoch;
    long contactMillis;
    long metadataOffset = -1;

    /// When it last gave any sign of life.
    long signMillis;

    /// Whether it was asked for one since.
    boolean asked;

    /// Whether it was heard of since the session began.
    boolean heard;

    /// How long it has not answered, as far as this process was awake to hear it.
    long unansweredMillis;

    /// Offset that others must have reached before the broker may leave; -1 when it is not leaving.
    long shutdownOffset = -1;

    Session(long brokerEpoch, long contactMillis) {
      this.brokerEpoch = brokerEpoch;
      this.contactMillis = contactMillis;
      this.signMillis = contactMillis;
    }

    void sign(long nowMillis) {
      signMillis = nowMillis;
      heard = true;
      asked = false;
      unansweredMillis = 0;
    }
  }

  /// So long a broker may be silent before it is asked.
  private static final long ASK_AFTER_MS = 500;

  /// What counts of the time between two calls of [#tell] in which nobody answered.
  private static final long COUNTED_MAX_MS = 500;

  /// Longest time between two calls of [#tell] in a process that runs.
  private static final long GAP_MAX_MS = 3_000;

  private final Map<Integer, Session> sessions = new HashMap<>();
  private long toldMillis;

  /// A fresh session for each registered broker.
  public BrokerSessions(MetadataImage image, long nowMillis) {
    toldMillis = nowMillis;
    image.brokers().forEach((id, broker) -> begin(id, broker.epoch(), nowMillis));
    // Nobody knows how long they have been silent already.
    sessions.values().forEach(session -> session.signMillis -= ASK_AFTER_MS);
  }

  /// Tells the time, at least every second. After a longer gap this process was paused, or the
  /// clock was set: whoever was silent meanwhile may have been heard by nobody, so the gap does not
  /// count.
  ///
  /// @return how far the time jumped, in milliseconds; 0 when it did not
  long tell(long nowMillis) {
    long gap = nowMillis - toldMillis;
    long jump = gap < 0 || gap > GAP_MAX_MS ? gap : 0;
    long counted = heard(gap);
    for (Session session : sessions.values()) {
      session.contactMillis += jump;
      session.signMillis += jump;
      session.unansweredMillis += session.asked ? counted : 0;
    }
    toldMillis = nowMillis;
    return jump;
  }

  /// How much of the time this process can have listened.
  private static long heard(long gap) {
    return Math.clamp(gap, 0, COUNTED_MAX_MS);
  }

  void begin(int brokerId, long brokerEpoch, long nowMillis) {
    sessions.put(brokerId, new Session(brokerEpoch, nowMillis));
  }

  void end(int brokerId) {
    sessions.remove(brokerId);
  }

  /// A broker was heard of.
  ///
  /// @param metadataOffset offset of the last record that it has acted upon
  void touch(Broker broker, long metadataOffset, long nowMillis) {
    Session session = of(broker);
    if (session == null) {
      begin(broker.id(), broker.epoch(), nowMillis);
      session = of(broker);
    }
    if (session != null) {
      session.contactMillis = nowMillis;
      session.sign(nowMillis);
      session.metadataOffset = Math.max(session.metadataOffset, metadataOffset);
    }
  }

  /// Unfenced brokers that are to be asked for a sign of life; they count as asked.
  ///
  /// @param self a broker that need not be asked, because it is in this process
  List<Broker> toAsk(MetadataImage image, int self, long nowMillis) {
    List<Broker> silent = new ArrayList<>(0);
    for (Broker broker : image.brokers().values()) {
      Session session = of(broker);
      if (session != null
          && !broker.fenced()
          && broker.id() != self
          && nowMillis - session.signMillis >= ASK_AFTER_MS) {
        session.asked = true;
        silent.add(broker);
      }
    }
    return silent;
  }

  /// A broker answered when it was asked.
  ///
  /// @param brokerEpoch under which it was asked
  void answered(int brokerId, long brokerEpoch, long nowMillis) {
    Session session = sessions.get(brokerId);
    if (session != null && session.brokerEpoch == brokerEpoch) {
      session.sign(nowMillis);
    }
  }

  /// A broker had not answered for some time already when this session began.
  void silentBefore(int brokerId, long millis) {
    Session session = sessions.get(brokerId);
    if (session != null && !session.heard) {
      session.asked = true;
      session.unansweredMillis = Math.max(session.unansweredMillis, millis);
    }
  }

  /// An unfenced broker that does not answer, if for at least the timeout; else `null`.
  @Nullable Broker unresponsive(MetadataImage image, long timeoutMs) {
    for (Broker broker : image.brokers().values()) {
      Session session = of(broker);
      if (!broker.fenced() && session != null && session.unansweredMillis >= timeoutMs) {
        return broker;
      }
    }
    return null;
  }

  /// Whether the broker was heard of within the timeout, under its present broker epoch.
  boolean isValid(Broker broker, long timeoutMs, long nowMillis) {
    Session session = of(broker);
    return session != null && nowMillis - session.contactMillis < timeoutMs;
  }

  /// The unfenced broker that was silent for longest, if for at least the timeout; else `null`.
  @Nullable Broker expired(MetadataImage image, long timeoutMs, long nowMillis) {
    Broker longest = null;
    long since = Long.MAX_VALUE;
    for (Broker broker : image.brokers().values()) {
      Session session = of(broker);
      long contact = session == null ? Long.MIN_VALUE : session.contactMillis;
      if (!broker.fenced() && contact < since) {
        longest = broker;
        since = contact;
      }
    }
    return longest != null && !isValid(longest, timeoutMs, nowMillis) ? longest : null;
  }

  /// When the next session ends if nobody is heard of; [Long#MAX_VALUE] when none can.
  long nextExpiryMillis(MetadataImage image, long timeoutMs) {
    long next = Long.MAX_VALUE;
    for (Broker broker : image.brokers().values()) {
      Session session = of(broker);
      if (!broker.fenced() && session != null) {
        next = Math.min(next, session.contactMillis + timeoutMs);
      }
    }
    return next;
  }

  /// The broker is on its way out; the first call counts.
  ///
  /// @param offset of the last record that takes its leaders away
  void leaving(Broker broker, long offset) {
    Session session = of(broker);
    if (session != null && session.shutdownOffset < 0) {
      session.shutdownOffset = offset;
    }
  }

  /// Whether every broker that may lead has acted upon what took the leaders away.
  boolean mayLeave(Broker leaving, MetadataImage image) {
    Session session = of(leaving);
    if (session == null || session.shutdownOffset < 0) {
      return false;
    }
    for (Broker broker : image.brokers().values()) {
      Session other = of(broker);
      if (broker.isActive()
          && broker.id() != leaving.id()
          && (other == null || other.metadataOffset < session.shutdownOffset)) {
        return false;
      }
    }
    return true;
  }

  /// Whether it is known since when the broker is on its way out.
  boolean isLeaving(Broker broker) {
    Session session = of(broker);
    return session != null && session.shutdownOffset >= 0;
  }

  private @Nullable Session of(Broker broker) {
    Session session = sessions.get(broker.id());
    return session != null && session.brokerEpoch == broker.epoch() ? session : null;
  }
}
