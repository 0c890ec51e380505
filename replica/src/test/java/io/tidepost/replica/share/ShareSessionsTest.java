package io.tidepost.replica.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShareSessionsTest {

  private static final ShareMemberKey MEMBER = new ShareMemberKey("g", "m");
  private static final SharedTopicPartition P0 = new SharedTopicPartition(new Uuid(1, 1), 0);
  private static final SharedTopicPartition P1 = new SharedTopicPartition(new Uuid(1, 1), 1);

  private final ShareSessions sessions = new ShareSessions(2);

  private ShareContext fetch(int epoch, List<SharedTopicPartition> named) {
    return sessions.fetch(MEMBER, "c", epoch, named, List.of(), false);
  }

  @Test
  void aSessionRemembersItsPartitions() {
    assertEquals(Set.of(P0, P1), fetch(0, List.of(P0, P1)).added());
    ShareContext second = fetch(1, List.of());
    assertEquals(Set.of(), second.added());
    assertEquals(List.of(P1, P0), second.partitions(), "they take turns");
    assertEquals(List.of(P0, P1), fetch(2, List.of()).partitions());
    ShareContext third = sessions.fetch(MEMBER, "c", 3, List.of(P1), List.of(P1), true);
    assertEquals(List.of(P0), third.partitions());
    assertEquals(Set.of(), third.added());
  }

  @Test
  void epochsAreChecked() {
    assertEquals(ErrorCode.SHARE_SESSION_NOT_FOUND, fetch(1, List.of()).error());
    fetch(0, List.of(P0));
    assertEquals(ErrorCode.INVALID_SHARE_SESSION_EPOCH, fetch(2, List.of()).error());
    assertEquals(ErrorCode.NONE, fetch(1, List.of()).error());
    assertEquals(ErrorCode.INVALID_SHARE_SESSION_EPOCH, sessions.acknowledge(MEMBER, 0).error());
    assertEquals(ErrorCode.INVALID_SHARE_SESSION_EPOCH, sessions.acknowledge(MEMBER, 1).error());
    assertEquals(ErrorCode.NONE, sessions.acknowledge(MEMBER, 2).error());
    assertTrue(sessions.acknowledge(MEMBER, -1).closes());
    assertEquals(ErrorCode.SHARE_SESSION_NOT_FOUND, sessions.acknowledge(MEMBER, 3).error());
  }

  @Test
  void nothingCanBeAcknowledgedBeforeTheFirstFetch() {
    assertEquals(
        ErrorCode.INVALID_REQUEST,
        sessions.fetch(MEMBER, "c", 0, List.of(P0), List.of(), true).error());
  }

  @Test
  void thereIsABound() {
    for (int i = 0; i < 2; i++) {
      sessions.fetch(new ShareMemberKey("g", "m" + i), "c", 0, List.of(P0), List.of(), false);
    }
    assertEquals(ErrorCode.SHARE_SESSION_LIMIT_REACHED, fetch(0, List.of(P0)).error());
    sessions.forget(new ShareMemberKey("g", "m1"));
    assertEquals(ErrorCode.NONE, fetch(0, List.of(P0)).error());
  }

  @Test
  void aSessionEndsWithItsConnection() {
    fetch(0, List.of(P0));
    sessions.fetch(MEMBER, "d", 0, List.of(P0), List.of(), false);
    assertFalse(sessions.disconnected(MEMBER, "c"));
    assertTrue(sessions.disconnected(MEMBER, "d"));
    assertEquals(0, sessions.size());
  }
}
