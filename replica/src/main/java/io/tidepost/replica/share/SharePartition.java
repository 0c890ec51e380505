package io.tidepost.replica.share;

import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One share group's state of one partition (KIP-932): from the start offset on, which records are
/// free, held by whom until when, or done with.
///
/// What always holds:
/// - a record is held by at most one member;
/// - a step other than being acquired counts only once it is stored; until then nobody else gets at
///   the record, and when it could not be stored the member still holds it;
/// - one write is under way at a time; what is asked for meanwhile goes into the next one.
///
/// Single writer: every method runs on the partition's owner loop.
public final class SharePartition {

  /// A request whose changes are to be stored, and who waits for it.
  private record Pending(List<Change> changes, Consumer<ErrorCode> done) {}

  private final SharePartitionEffects effects;
  private final InFlight records = new InFlight();
  private ShareSettings settings;
  private List<Pending> waiting = new ArrayList<>();
  private List<Pending> writing = List.of();
  private final List<DeadLetter> unsettledLetters = new ArrayList<>();
  private long searchFrom;
  private boolean stopped;

  /// @param state what was stored
  /// @param logStartOffset of the partition
  public SharePartition(
      StoredState state,
      long logStartOffset,
      ShareSettings settings,
      SharePartitionEffects effects) {
    this.settings = settings;
    this.effects = effects;
    records.startAt(state.startOffset());
    for (StateBatch batch : state.batches()) {
      load(batch);
    }
    records.advanceTo(Math.max(state.startOffset(), logStartOffset));
    searchFrom = records.startOffset();
  }

  private void load(StateBatch batch) {
    if (batch.lastOffset() < records.endOffset()) {
      return;
    }
    if (batch.firstOffset() > records.endOffset()) {
      records.extend(batch.firstOffset() - 1, RecordState.AVAILABLE, (short) 0);
    }
    boolean acquired = batch.state() == RecordState.ACQUIRED;
    records.extend(
        batch.lastOffset(),
        acquired ? RecordState.AVAILABLE : batch.state(),
        batch.deliveryCount());
  }

  /// Goes on with what a crash left half done. To be called once, after construction.
  public void resume() {
    for (Stretch stretch : List.copyOf(records.all())) {
      if (stretch.state == RecordState.ARCHIVING) {
        effects.deadLetter(
            new DeadLetter(
                stretch.firstOffset,
                stretch.lastOffset,
                stretch.deliveryCount,
                stretch.deliveryCount >= settings.deliveryCountLimit()
                    ? DeadLetter.Cause.DELIVERY_COUNT_EXCEEDED
                    : DeadLetter.Cause.CLIENT_REJECT));
      }
    }
  }

  /// Obeys changed options from now on.
  public void settings(ShareSettings changed) {
    settings = changed;
  }

  public ShareSettings settings() {
    return settings;
  }

  /// The share-partition start offset (SPSO).
  public long startOffset() {
    return records.startOffset();
  }

  /// First offset that was never delivered.
  public long endOffset() {
    return records.endOffset();
  }

  /// What is in flight now.
  ///
  /// @param acquired records that a member holds
  /// @param again records that wait to be delivered once more
  /// @param givenUp records on their way to the dead-letter topic
  /// @param deliveriesMax how often the one was delivered that was delivered most often
  public record Standing(long acquired, long again, long givenUp, int deliveriesMax) {}

  /// Counts what is in flight.
  public Standing standing() {
    long acquired = 0;
    long again = 0;
    long givenUp = 0;
    int deliveriesMax = 0;
    for (Stretch stretch : records.all()) {
      long count = stretch.lastOffset - stretch.firstOffset + 1;
      switch (stretch.state) {
        case ACQUIRED -> acquired += count;
        case AVAILABLE -> again += count;
        case ARCHIVING -> givenUp += count;
        case ACKNOWLEDGED, ARCHIVED -> {}
      }
      if (!stretch.state.isFinal()) {
        deliveriesMax = Math.max(deliveriesMax, stretch.deliveryCount);
      }
    }
    return new Standing(acquired, again, givenUp, deliveriesMax);
  }

  /// Whether nothing would be lost if this were made anew from what is stored: nobody holds a
  /// record, and nothing is being stored or given up.
  public boolean isIdle() {
    return writing.isEmpty()
        && waiting.isEmpty()
        && unsettledLetters.isEmpty()
        && records.all().stream()
            .noneMatch(stretch ->
                stretch.state == RecordState.ACQUIRED || stretch.state == RecordState.ARCHIVING);
  }

  // ---- acquire

  /// Where to read from for the next delivery, `-1` when nothing can be delivered: nothing is
  /// available again, and as much is in flight as may be.
  public long nextFetchOffset() {
    if (stopped) {
      return -1;
    }
    long available = records.firstAvailable(Math.max(searchFrom, records.startOffset()));
    if (available >= 0) {
      searchFrom = available;
      return available;
    }
    searchFrom = records.endOffset();
    return records.openCount() < settings.recordLocksMax() ? records.endOffset() : -1;
  }

  /// Acquires records for a member.
  ///
  /// @param fetchOffset what [#nextFetchOffset] said; the log was read from there on
  /// @param batches what was read, in order; the first one contains `fetchOffset` or starts behind
  ///   it
  /// @param nowMillis on a clock that does not jump
  public Acquisition acquire(
      AcquireRequest request, long fetchOffset, List<FetchedBatch> batches, long nowMillis) {
    if (stopped || batches.isEmpty()) {
      return Acquisition.NOTHING;
    }
    Acquirer acquirer =
        new Acquirer(records, settings, request, nowMillis + settings.lockDurationMillis());
    Acquisition acquisition = acquirer.acquire(fetchOffset, batches);
    records.advanceTo(records.startOffset());
    return acquisition;
  }

  // ---- acknowledge

  /// A member says what became of records that it holds. Either all of it is done or nothing.
  ///
  /// @param ranges ascending, without overlap
  /// @param done told once it is stored, or why not: INVALID_REQUEST, INVALID_RECORD_STATE (the
  ///   member does not hold them all), or what kept it from being stored
  public void acknowledge(
      String memberId, List<AcknowledgedRange> ranges, long nowMillis, Consumer<ErrorCode> done) {
    if (stopped) {
      done.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    Acknowledgements checked = new Acknowledgements(records, settings, memberId);
    ErrorCode error = checked.check(ranges);
    if (error != ErrorCode.NONE) {
      done.accept(error);
      return;
    }
    for (Stretch stretch : checked.renewed()) {
      stretch.lockedUntilMillis = nowMillis + settings.lockDurationMillis();
    }
    store(checked.changes(), done);
  }

  /// A member is gone or has closed its session: what it holds is available again at once, and
  /// counts as not delivered.
  ///
  /// @param done told once it is stored, or why not (it stays locked then, until the lock ends)
  public void release(String memberId, Consumer<ErrorCode> done) {
    store(
        collect(stretch ->
            stretch.isHeldBy(memberId)
                ? new Change(
                    stretch.firstOffset,
                    stretch.lastOffset,
                    RecordState.AVAILABLE,
                    (short) Math.max(0, stretch.deliveryCount - 1),
                    null)
                : null),
        done);
  }

  // ---- time

  /// When [#expire] should be called next, `Long.MAX_VALUE` when nothing is locked. It may be in
  /// the past: what could not be stored then has to be tried again.
  public long nextExpiryMillis() {
    if (!unsettledLetters.isEmpty()) {
      return 0;
    }
    long earliest = Long.MAX_VALUE;
    for (Stretch stretch : records.all()) {
      if (stretch.state == RecordState.ACQUIRED && stretch.change == null) {
        earliest = Math.min(earliest, stretch.lockedUntilMillis);
      }
    }
    return earliest;
  }

  /// Frees the records whose locks have ended, and tries again what could not be stored of dead
  /// letters.
  ///
  /// @param nowMillis on a clock that does not jump
  public void expire(long nowMillis) {
    if (stopped) {
      return;
    }
    store(
        collect(stretch ->
            stretch.state == RecordState.ACQUIRED
                    && stretch.change == null
                    && stretch.lockedUntilMillis <= nowMillis
                ? Acknowledgements.released(stretch, settings)
                : null),
        error -> {});
    List<DeadLetter> again = List.copyOf(unsettledLetters);
    unsettledLetters.clear();
    again.forEach(this::deadLettered);
  }

  /// Retention or DeleteRecords moved the start of the log.
  public void logStartOffset(long offset) {
    if (offset > records.startOffset()) {
      records.advanceTo(offset);
      effects.recordsAvailable();
    }
  }

  // ---- dead letters

  /// Records are in the dead-letter topic, or cannot get there.
  public void deadLettered(DeadLetter letter) {
    List<Change> changes = new ArrayList<>();
    for (Stretch stretch : records.within(letter.firstOffset(), letter.lastOffset())) {
      if (stretch.state == RecordState.ARCHIVING && stretch.change == null) {
        changes.add(
            new Change(
                stretch.firstOffset,
                stretch.lastOffset,
                RecordState.ARCHIVED,
                stretch.deliveryCount,
                null));
      }
    }
    store(
        changes,
        error -> {
          if (error != ErrorCode.NONE && !stopped) {
            unsettledLetters.add(letter);
          }
        });
  }

  // ---- storing

  private List<Change> collect(Function<Stretch, @Nullable Change> of) {
    List<Change> changes = new ArrayList<>();
    for (Stretch stretch : records.all()) {
      Change change = of.apply(stretch);
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }

  private void store(List<Change> changes, Consumer<ErrorCode> done) {
    if (stopped) {
      done.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    if (changes.isEmpty()) {
      done.accept(ErrorCode.NONE);
      return;
    }
    for (Change change : changes) {
      for (Stretch stretch : records.within(change.firstOffset(), change.lastOffset())) {
        stretch.change = change;
      }
    }
    waiting.add(new Pending(changes, done));
    writeNext();
  }

  private void writeNext() {
    if (!writing.isEmpty() || waiting.isEmpty()) {
      return;
    }
    writing = waiting;
    waiting = new ArrayList<>();
    effects.write(StateWrites.of(records));
  }

  /// The write under way is stored, or could not be.
  ///
  /// @param error [ErrorCode#NONE] when it is stored
  public void written(ErrorCode error) {
    List<Pending> settled = writing;
    writing = List.of();
    for (Pending pending : settled) {
      for (Change change : pending.changes()) {
        settle(change, error == ErrorCode.NONE);
      }
    }
    records.advanceTo(records.startOffset());
    writeNext();
    settled.forEach(pending -> pending.done().accept(error));
    if (error == ErrorCode.NONE) {
      effects.recordsAvailable();
    }
  }

  private void settle(Change change, boolean stored) {
    for (Stretch stretch : records.within(change.firstOffset(), change.lastOffset())) {
      if (stretch.change != change) {
        continue;
      }
      if (!stored) {
        stretch.change = null;
        continue;
      }
      stretch.become(change.target(), change.deliveryCount());
      DeadLetter.Cause cause = change.cause();
      if (cause != null) {
        effects.deadLetter(
            new DeadLetter(stretch.firstOffset, stretch.lastOffset, change.deliveryCount(), cause));
      }
      if (change.target() == RecordState.AVAILABLE) {
        searchFrom = Math.min(searchFrom, stretch.firstOffset);
      }
    }
    records.join(change.firstOffset(), change.lastOffset());
  }

  /// The partition is not led here any more, or the group is gone: whoever waits is told.
  public void stop(ErrorCode error) {
    stopped = true;
    List<Pending> open = new ArrayList<>(writing);
    open.addAll(waiting);
    writing = List.of();
    waiting = new ArrayList<>();
    open.forEach(pending -> pending.done().accept(error));
    effects.recordsAvailable();
  }

  public boolean isStopped() {
    return stopped;
  }

  /// Everything in flight, for tests and diagnosis.
  @Override
  public String toString() {
    return records.startOffset() + ".." + records.endOffset() + " " + records.all();
  }
}
