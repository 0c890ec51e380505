package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When answers are given: by a log that commits and an observer that is done only when told.
class ActiveControllerTest implements MetadataLog, ActiveController.Observer {

  private final ControllerTester tester = new ControllerTester(3);
  private final List<String> answers = new ArrayList<>();
  private final List<MetadataChanges> observed = new ArrayList<>();
  private final List<Runnable> done = new ArrayList<>();
  private @Nullable IOException failure;
  private long nextOffset;
  private @Nullable ActiveController made;

  @BeforeEach
  void oneBroker() {
    tester.join(1);
    nextOffset = tester.image.provenance().lastOffset() + 1;
    var rules =
        new ControllerRules(1, (short) 1, ControllerTester.RULES, ControllerPolicy.NONE, Map.of());
    made =
        new ActiveController(this, tester.image, rules, new ControllerTester(4).randomness(), this);
  }

  private ActiveController controller() {
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
