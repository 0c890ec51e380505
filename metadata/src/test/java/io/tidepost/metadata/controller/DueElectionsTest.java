package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When a controller elects leaders by itself, over days in which nobody else asks it to.
class DueElectionsTest extends ClusterTest implements MetadataLog, Controller.Observer {
  private static final long NEVER = 0;
  private static final long MINUTE_MS = TimeUnit.MINUTES.toMillis(1);
  private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
  private static final long TICK_MS = 500;

  private @Nullable Controller made;
  private long nextOffset;
  private long nowMillis;

  /// An active controller that knows what happened so far.
  private void activate(long preferredLeaderCheckMs, long leaderlessCheckMs) {
    var replication =
        new ReplicationRules(Integer.MAX_VALUE, 0, preferredLeaderCheckMs, leaderlessCheckMs);
    var rules =
        new ControllerRules(
            1, (short) 1, ControllerTester.RULES, ControllerPolicy.NONE, FEATURES, replication);
    nextOffset = controller.image.provenance().lastOffset() + 1;
    made = new Controller(1, rules, controller.randomness(), this);
    made.open(this, controller.image);
    made.leads(1);
  }

  /// Lets time pass until the leader of `topic` is another one.
  ///
  /// @return after how many milliseconds, -1 when it is the same after `limitMs`
  private long untilAnotherLeads(String topic, long limitMs) {
    Controller active = Objects.requireNonNull(made);
    int before = leader(topic);
    for (long end = nowMillis + limitMs, start = nowMillis; nowMillis < end; nowMillis += TICK_MS) {
      assertTrue(active.tick(nowMillis) > nowMillis);
      active.committed(nextOffset - 1);
      if (leader(topic) != before) {
        return nowMillis - start;
      }
    }
    return -1;
  }

  private int leader(String topic) {
    return Objects.requireNonNull(Objects.requireNonNull(made).committed().topics().byName(topic))
        .partitions()
        .get(0)
        .leader();
  }

  private void ledByItsSecondReplica() {
    topic("moved", 1, 2);
    fence(1);
    beat(1, epochs[1]);
    alterIsr("moved", 1, 2);
    assertEquals(2, partition("moved").leader());
  }

  @Test
  void preferredReplicasLeadAgainAfterTheInterval() {
    ledByItsSecondReplica();
    activate(7 * MINUTE_MS, DAY_MS);
    assertEquals(7 * MINUTE_MS, untilAnotherLeads("moved", DAY_MS));
    assertEquals(1, leader("moved"));
  }

  @Test
  void preferredReplicasNeverLeadAgainByThemselvesWhereThatIsSwitchedOff() {
    ledByItsSecondReplica();
    activate(NEVER, MINUTE_MS);
    assertEquals(-1, untilAnotherLeads("moved", DAY_MS));
  }

  private void nobodyLeads() {
    topic("lost", 1, 2);
    fence(2);
    fence(1);
    beat(2, epochs[2]);
    assertEquals(Partition.NO_LEADER, partition("lost").leader());
  }

  @Test
  void anUncleanElectionThatIsAllowedLaterTakesPlaceAfterTheInterval() {
    nobodyLeads();
    set(ConfigResource.topic("lost"), "unclean.leader.election.enable", "true");
    activate(NEVER, 3 * MINUTE_MS);
    assertEquals(3 * MINUTE_MS, untilAnotherLeads("lost", DAY_MS));
    assertEquals(2, leader("lost"));
  }

  @Test
  void aLostPartitionWaitsForItsInSyncReplicaWhereUncleanElectionsAreNotAllowed() {
    nobodyLeads();
    activate(MINUTE_MS, MINUTE_MS);
    assertEquals(-1, untilAnotherLeads("lost", DAY_MS));
  }

  @Override
  public void leaderChanged(int leaderId, int leaderEpoch, boolean isActive) {}

  @Override
  public void changed(MetadataChanges changes, Runnable afterwards) {
    afterwards.run();
  }

  @Override
  public void failed(IOException cause) {
    throw new AssertionError(cause);
  }

  @Override
  public int leaderEpoch() {
    return 1;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public long append(List<MetadataRecord> records, long atMillis) {
    nextOffset += records.size();
    return nextOffset - 1;
  }

  @Override
  public boolean isSnapshotDue(long atMillis) {
    return false;
  }

  @Override
  public void snapshot(MetadataImage image, long atMillis) {
    throw new IllegalStateException("not due");
  }

  @Override
  public void close() {}
}
