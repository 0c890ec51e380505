package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When answers are given, and what a change of the leader does to them: by a log that commits and
/// an observer that is done only when told.
class ControllerTest implements MetadataLog, Controller.Observer {

  private final ControllerTester tester = new ControllerTester(3);
  private final List<String> answers = new ArrayList<>();
  private final List<MetadataChanges> observed = new ArrayList<>();
  private final List<Runnable> done = new ArrayList<>();
  private final List<String> leaders = new ArrayList<>();
  private final List<Integer> appends = new ArrayList<>();
  private @Nullable IOException failure;
  private long nextOffset;
  private @Nullable Controller made;

  @BeforeEach
  void oneBroker() {
    tester.join(1);
    nextOffset = tester.image.provenance().lastOffset() + 1;
    var rules =
        new ControllerRules(1, (short) 1, ControllerTester.RULES, ControllerPolicy.NONE, Map.of());
    made = new Controller(1, rules, new ControllerTester(4).randomness(), this);
    made.open(this, tester.image);
    made.leads(1);
  }

  private Controller controller() {
    return Objects.requireNonNull(made);
  }

  private void create(String name) {
    controller()
        .submit(
            new CreateTopics(List.of(NewTopic.of(name, 1, (short) 1)), false),
            1,
            (outcomes, why) ->
                answers.add(
                    name
                        + " "
                        + (outcomes == null
                            ? Objects.requireNonNull(why).error()
                            : ErrorCode.of(
                                Failure.code(
                                    Objects.requireNonNull(outcomes.get(name)).failure())))));
  }

  @Test
  void anAnswerWaitsForTheCommitAndForTheObserver() {
    create("a");
    assertEquals(List.of(), observed);
    controller().committed(nextOffset - 1);
    assertEquals(1, observed.size());
    assertEquals(List.of(), answers);
    assertNull(controller().committed().topics().byName("a"));
    done.get(0).run();
    assertEquals(List.of("a NONE"), answers);
    assertNotNull(controller().committed().topics().byName("a"));
  }

  @Test
  void changesAreObservedOneAfterTheOtherAndRefusalsKeepTheirPlace() {
    create("a");
    create("a");
    create("b");
    controller().committed(nextOffset - 1);
    assertEquals(1, observed.size());
    assertEquals(List.of(), answers);
    done.get(0).run();
    assertEquals(List.of("a NONE", "a TOPIC_ALREADY_EXISTS"), answers);
    assertEquals(2, observed.size());
    assertEquals("b", observed.get(1).createdTopics().get(0).name());
    done.get(1).run();
    assertEquals(3, answers.size());
  }

  @Test
  void whatIsRejectedNeverHappened() {
    create("a");
    long committed = nextOffset - 1;
    controller().committed(committed);
    create("b");
    create("b");
    nextOffset = committed + 1;
    controller().rejected(new IOException("full"));
    assertEquals(List.of("b KAFKA_STORAGE_ERROR", "b KAFKA_STORAGE_ERROR"), answers);
    done.get(0).run();
    create("b");
    controller().committed(nextOffset - 1);
    done.get(1).run();
    assertEquals(List.of("a NONE", "b NONE"), answers.subList(2, 4));
    assertEquals(2, controller().committed().topics().size());
  }

  @Test
  void afterAFailureNothingIsTakenAnyMore() {
    create("a");
    controller().failed(new IOException("gone"));
    create("b");
    assertEquals(List.of("a KAFKA_STORAGE_ERROR", "b KAFKA_STORAGE_ERROR"), answers);
    assertNotNull(failure);
    assertEquals(0, controller().committed().topics().size());
  }

  @Test
  void standingByItAppliesWhatIsReplicatedAndTakesNoCommands() {
    controller().follows(2, 7);
    create("refused");
    assertEquals(List.of("refused NOT_CONTROLLER"), answers);
    tester.create(NewTopic.of("a", 1, (short) 1));
    replicate(tester.lastRecords);
    tester.create(NewTopic.of("b", 1, (short) 1));
    replicate(tester.lastRecords);
    assertEquals(1, observed.size(), "one change at a time");
    assertEquals("a", observed.get(0).createdTopics().get(0).name());
    done.get(0).run();
    done.get(1).run();
    assertEquals(tester.image.topics().sorted(), controller().committed().topics().sorted());
    assertEquals(7, controller().committed().provenance().lastEpoch());
    controller().leads(8);
    create("c");
    controller().committed(nextOffset - 1);
    done.get(2).run();
    assertEquals("c NONE", answers.get(1));
    assertEquals(3, controller().committed().topics().size());
    assertEquals(
        List.of("1 leads in 1", "2 leads in 7", "1 leads in 8"),
        leaders,
        "the observer knows who leads");
  }

  @Test
  void whatWasNotCommittedIsVoidWhenAnotherNodeTakesTheLead() {
    create("a");
    controller().committed(nextOffset - 1);
    long committed = nextOffset;
    create("b");
    create("a");
    controller().follows(NO_LEADER, 2);
    assertEquals(List.of("b NOT_CONTROLLER", "a NOT_CONTROLLER"), answers);
    done.get(0).run();
    assertEquals("a NONE", answers.get(2), "what is committed is answered all the same");
    nextOffset = committed;
    controller().leads(3);
    create("b");
    controller().committed(nextOffset - 1);
    done.get(1).run();
    assertEquals(List.of("a NONE", "b NONE"), answers.subList(2, 4));
  }

  @Test
  void aSnapshotReplacesEverythingAndTheObserverHearsTheDifference() {
    controller().follows(2, 7);
    tester.create(NewTopic.of("kept", 1, (short) 1));
    replicate(tester.lastRecords);
    tester.create(NewTopic.of("gone", 1, (short) 1));
    replicate(tester.lastRecords);
    done.get(0).run();
    done.get(1).run();
    tester.create(new NewTopic("new", 1, (short) 1, List.of(), Map.of("retention.ms", "5")));
    tester.call(new CreatePartitions(List.of(new CreatePartitions.Growth("kept", 2, null)), false));
    tester.call(new DeleteTopics(List.of(new DeleteTopics.Target("gone", Uuid.ZERO))));
    tester.join(2);
    controller().restored(tester.image);
    MetadataChanges difference = observed.get(2);
    assertEquals(List.of("new"), names(difference.createdTopics()));
    assertEquals(List.of("kept"), names(difference.changedTopics()));
    assertEquals(List.of("gone"), names(difference.deletedTopics()));
    assertEquals(Set.of(ConfigResource.topic("new")), difference.changedConfigs());
    assertEquals(Set.of(2), difference.changedBrokers());
    done.get(2).run();
    assertEquals(tester.image, controller().committed());
    nextOffset = tester.image.provenance().lastOffset() + 1;
    controller().leads(8);
    create("kept");
    assertEquals("kept TOPIC_ALREADY_EXISTS", answers.get(0));
  }

  @Test
  void anEngineThatLeavesAGapIsNotBelieved() {
    controller().follows(2, 7);
    nextOffset += 5;
    assertThrows(IllegalStateException.class, () -> controller().leads(8));
    controller().replicated(List.of(), nextOffset - 1, 7, 1);
    controller().leads(8);
    assertThrows(
        IllegalStateException.class, () -> controller().replicated(List.of(), nextOffset, 8, 1));
  }

  private void tick(long from, long to) {
    for (long now = from; now <= to; now += 1_000) {
      assertEquals(now + 1_000, controller().tick(now));
    }
  }

  @Test
  void aSilentBrokerIsFencedWhenItsSessionEndsAndANewControllerGivesAFreshOne() {
    tick(1_000, 9_000);
    controller().follows(2, 2);
    assertEquals(Long.MAX_VALUE, controller().tick(20_000), "that is for the other one");
    controller().leads(3);
    tick(20_000, 28_000);
    assertEquals(List.of(), appends);
    controller().tick(28_900);
    controller().tick(29_000);
    assertEquals(List.of(1), appends);
    controller().committed(nextOffset - 1);
    assertEquals(Set.of(1), observed.get(0).changedBrokers());
    done.get(0).run();
    assertTrue(Objects.requireNonNull(controller().committed().brokers().get(1)).fenced());
  }

  @Test
  void aPauseOfThisProcessIsNobodysSilence() {
    tick(1_000, 8_000);
    tick(60_000, 61_000);
    assertEquals(List.of(), appends, "a pause, or a clock that was set forward");
    tick(5_000, 5_000);
    assertEquals(List.of(), appends, "or backward");
    controller().tick(6_000);
    assertEquals(List.of(1), appends, "but not for ever");
  }

  @Test
  void aDecisionThatNeedNotBeWholeIsAppendedInUnits() {
    controller()
        .submit(
            new CreateTopics(List.of(NewTopic.of("many", 5_000, (short) 1)), false),
            1,
            (outcomes, why) -> answers.add("created"));
    assertEquals(1, appends.size(), "a topic is created as a whole");
    controller().committed(nextOffset - 1);
    done.get(0).run();
    long epoch = Objects.requireNonNull(controller().committed().brokers().get(1)).epoch();
    controller().submit(new FenceBroker(1, epoch), 2, (outcome, why) -> answers.add("fenced"));
    assertEquals(List.of(5_001, 2_000, 2_000, 1_001), appends);
    long first = nextOffset - 1 - 3_001;
    controller().committed(first);
    done.get(1).run();
    assertEquals(List.of("created"), answers, "the answer waits for the last unit");
    controller().committed(nextOffset - 1);
    done.get(2).run();
    done.get(3).run();
    assertEquals(List.of("created", "fenced"), answers);
  }

  private void replicate(List<MetadataRecord> records) {
    nextOffset += records.size();
    controller().replicated(records, nextOffset - 1, 7, 1_000);
  }

  private static List<String> names(List<Topic> topics) {
    return topics.stream().map(Topic::name).toList();
  }

  @Override
  public void leaderChanged(int leaderId, int leaderEpoch, boolean isActive) {
    assertEquals(leaderId == 1, isActive);
    leaders.add(leaderId + " leads in " + leaderEpoch);
  }

  @Override
  public void changed(MetadataChanges changes, Runnable afterwards) {
    observed.add(changes);
    done.add(afterwards);
  }

  @Override
  public void failed(IOException cause) {
    failure = cause;
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
  public long append(List<MetadataRecord> records, long nowMillis) {
    appends.add(records.size());
    nextOffset += records.size();
    return nextOffset - 1;
  }

  @Override
  public boolean isSnapshotDue(long nowMillis) {
    return false;
  }

  @Override
  public void snapshot(MetadataImage image, long nowMillis) {
    throw new IllegalStateException("not due");
  }

  @Override
  public void close() {}
}
