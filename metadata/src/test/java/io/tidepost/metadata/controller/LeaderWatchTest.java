package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.metadata.MetadataLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderWatchTest {

  private static final List<Integer> VOTERS = List.of(3, 1, 2);

  private static LeaderWatch watch(int self) {
    LeaderWatch watch = new LeaderWatch(self, 0);
    watch.leaderIs(1, 7, VOTERS);
    return watch;
  }

  @Test
  void theVotersThatAreLeftStandOneAfterTheOther() {
    assertEquals(0, watch(2).refused(1000));
    LeaderWatch third = watch(3);
    assertEquals(LeaderWatch.TURN_MS, third.refused(1000));
    assertFalse(third.stands(1000 + LeaderWatch.TURN_MS - 1));
    assertTrue(third.stands(1000 + LeaderWatch.TURN_MS));
    assertFalse(third.stands(1000 + LeaderWatch.TURN_MS), "says so once");
  }

  @Test
  void nobodyStandsOnceAnotherLeads() {
    LeaderWatch third = watch(3);
    third.refused(1000);
    third.leaderIs(2, 8, VOTERS);
    assertFalse(third.stands(5000));
    assertEquals(2, third.leader());
  }

  @Test
  void anElectionWithoutAWinnerYetDoesNotKeepTheNextFromStanding() {
    LeaderWatch third = watch(3);
    third.refused(1000);
    third.leaderIs(MetadataLog.NO_LEADER, 8, VOTERS);
    assertTrue(third.stands(1000 + LeaderWatch.TURN_MS));
  }

  @Test
  void aLeaderThatAnswersAgainIsNotStoodAgainst() {
    LeaderWatch third = watch(3);
    third.refused(1000);
    third.answered();
    assertFalse(third.stands(5000));
  }

  @Test
  void neitherTheLeaderNorOneThatDoesNotVoteStands() {
    assertFalse(watch(1).isWatching());
    assertEquals(-1, watch(1).refused(1000));
    assertEquals(-1, watch(4).refused(1000));
    assertEquals(-1, new LeaderWatch(2, 0).refused(1000), "nobody has led yet");
  }

  /// The voter and the leader cannot reach each other, and the third reaches both: without a pause
  /// the two would unseat each other for ever.
  @Test
  void aVoterCallsForElectionsLessAndLessOften() {
    LeaderWatch watch = watch(2);
    long now = 1000;
    int stood = 0;
    for (; now < 3_600_000; now += 250) {
      watch.leaderIs(1, (int) now, VOTERS);
      if (watch.refused(now) == 0 && watch.stands(now)) {
        stood++;
      }
    }
    assertTrue(stood >= 6 && stood <= 13, "elections: " + stood);
    long calm = now + 3 * LeaderWatch.PAUSE_MAX_MS;
    assertEquals(0, watch.refused(calm));
    assertTrue(watch.stands(calm));
    assertEquals(-1, watch.refused(calm + LeaderWatch.PAUSE_MIN_MS - 1));
    assertEquals(0, watch.refused(calm + LeaderWatch.PAUSE_MIN_MS));
  }

  @Test
  void countsTheSilenceOnlyWhileItIsThereToHearAnAnswer() {
    LeaderWatch watch = watch(2);
    watch.tell(900);
    watch.asked();
    watch.tell(1150);
    watch.tell(1400);
    assertEquals(500, watch.unansweredMillis());
    watch.tell(9000);
    assertEquals(1000, watch.unansweredMillis(), "its own pause is nobody's silence");
    watch.answered();
    watch.tell(9250);
    assertEquals(0, watch.unansweredMillis());
  }
}
