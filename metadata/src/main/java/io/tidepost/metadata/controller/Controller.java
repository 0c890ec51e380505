package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataTransactions;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The controller of one node. While the node leads the metadata log it is active: it takes
/// commands one after the other, decides each on the newest state, appends its records and answers
/// once they are committed and acted upon. While another node leads it stands by: it applies what
/// is committed there, so that it can take over at any time, and refuses commands.
///
/// ```
///  active:   submit ─ decide on newest ─ append ─┐       (many may be under way)
///                                                v
///            log: committed ─ observer told of the changes ─ observer done ─ answer
///
///  standby:  log: replicated ─ observer told of the changes ─ observer done
/// ```
///
/// Decisions see uncommitted records, answers never run ahead of them. When the log rejects what
/// was appended, or another node takes the lead, nothing changed. Belongs to one thread, the
/// metadata loop; so do all callbacks.
public final class Controller implements MetadataLog.Listener {

  /// Acts on committed changes.
  public interface Observer {

    /// Told of each change in the order of the log. The next one follows only after `done`.
    ///
    /// @param changes what changed; `after` is to be published to readers before `done`, once the
    ///   broker is ready for what it says (a leader is named only when it accepts writes)
    /// @param done to be run on the metadata loop, at once or later; then the answers go out
    void changed(MetadataChanges changes, Runnable done);

    /// Another node leads the metadata log, or none, or this one: its controller is the active one.
    ///
    /// @param leaderId node id, [MetadataLog#NO_LEADER] when none is known
    /// @param isActive whether it is this node, which takes commands from now on
    default void leaderChanged(int leaderId, int leaderEpoch, boolean isActive) {}

    /// The metadata log failed for good.
    void failed(IOException cause);
  }

  /// A decision that need not be whole is appended in units of at most so many records.
  private static final int UNIT_RECORDS_MAX = 2_000;

  private static final long TICK_MAX_MS = 1_000;
  private static final long ASKING_TICK_MAX_MS = 250;

  private final int nodeId;
  private final Randomness randomness;
  private final Observer observer;
  private final MetadataTransactions transactions = new MetadataTransactions();
  private ControllerRules rules;
  private @Nullable MetadataLog opened;
  private ControllerImages images;
  private boolean active;
  private @Nullable BrokerSessions sessions;
  private long preferredLeadersMillis;
  private long leaderlessMillis;
  private int leaderId = MetadataLog.NO_LEADER;
  private @Nullable Failure failure;

  /// A controller that stands by, and can be told of nothing before [#open].
  public Controller(int nodeId, ControllerRules rules, Randomness randomness, Observer observer) {
    this.nodeId = nodeId;
    this.rules = rules;
    this.randomness = randomness;
    this.observer = observer;
    this.images = new ControllerImages(MetadataImage.EMPTY, observer);
  }

  /// Begins with a log that was opened. The observer is not told of what is in it.
  ///
  /// @param image what the log holds, all of it committed
  public void open(MetadataLog log, MetadataImage image) {
    opened = log;
    images = new ControllerImages(image, observer);
  }

  private MetadataLog log() {
    MetadataLog log = opened;
    if (log == null) {
      throw new IllegalStateException("the metadata log is used before it was opened");
    }
    return log;
  }

  /// The newest image that observers have been told of in full.
  public MetadataImage committed() {
    return images.observed();
  }

  /// Whether this node takes commands.
  public boolean isActive() {
    return active;
  }

  /// Node id of the active controller, [MetadataLog#NO_LEADER] when none is known.
  public int leaderId() {
    return leaderId;
  }

  /// Replaces the options that bound decisions, after they were changed at run time.
  public void updateRules(ControllerRules rules) {
    this.rules = rules;
  }

  /// Decides a command.
  ///
  /// @param answer gets the result, or the failure of the log; run at once when nothing has to be
  ///   waited for, else when everything before it is committed. `NOT_CONTROLLER` when another node
  ///   leads, or took the lead before the records were committed: then it is unknown whether they
  ///   will be
  public <R> void submit(
      Command<R> command, long nowMillis, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    if (failure != null) {
      answer.accept(null, failure);
      return;
    }
    if (!active) {
      answer.accept(null, notController());
      return;
    }
    MetadataLog log = log();
    MetadataImage newest = images.newest();
    Decision<R> decision =
        command.decide(
            new ControllerContext(
                newest, log.nextOffset(), randomness, rules, sessions(nowMillis), nowMillis));
    Consumer<@Nullable Failure> answerer =
        why -> answer.accept(why == null ? decision.result() : null, why);
    List<MetadataRecord> records = decision.records();
    if (records.isEmpty()) {
      // An answer may rest on records that are not committed yet ("already exists").
      images.add(answerer);
      return;
    }
    int unit = decision.isWhole() ? records.size() : UNIT_RECORDS_MAX;
    for (int from = 0; from < records.size(); from += unit) {
      int to = Math.min(from + unit, records.size());
      append(log, records.subList(from, to), nowMillis, to < records.size() ? why -> {} : answerer);
    }
    if (log.isSnapshotDue(nowMillis)) {
      log.snapshot(images.observed(), nowMillis);
    }
  }

  private void append(
      MetadataLog log,
      List<MetadataRecord> records,
      long nowMillis,
      Consumer<@Nullable Failure> answerer) {
    var delta = new MetadataDelta(images.newest());
    records.forEach(delta::replay);
    long lastOffset = log.append(records, nowMillis);
    MetadataImage after = delta.apply(new Provenance(lastOffset, log.leaderEpoch(), nowMillis));
    images.add(delta.changes(after), answerer);
  }

  private BrokerSessions sessions(long nowMillis) {
    if (sessions == null) {
      sessions = new BrokerSessions(images.newest(), nowMillis);
      preferredLeadersMillis = nowMillis;
      leaderlessMillis = nowMillis;
    }
    long jump = sessions.tell(nowMillis);
    preferredLeadersMillis += jump;
    leaderlessMillis += jump;
    return sessions;
  }

  /// Does what is due by now: fences brokers whose session has ended or who do not answer, gives
  /// leadership back to preferred replicas, looks again at partitions without a leader. To be
  /// called where brokers send heartbeats, this node's own broker included; no effect while another
  /// node leads.
  ///
  /// @param nowMillis on the clock of [#submit]
  /// @return when to call again, at the latest: within a second, or a pause of this process could
  ///   not be told from the silence of others; [Long#MAX_VALUE] while another node leads
  public long tick(long nowMillis) {
    if (!active || failure != null) {
      return Long.MAX_VALUE;
    }
    ReplicationRules replication = rules.replication();
    long timeoutMs = replication.sessionTimeoutMs();
    BrokerSessions known = sessions(nowMillis);
    Broker expired = known.expired(images.newest(), timeoutMs, nowMillis);
    while (expired != null) {
      submit(new FenceBroker(expired.id(), expired.epoch()), nowMillis, (outcome, why) -> {});
      expired = known.expired(images.newest(), timeoutMs, nowMillis);
    }
    fenceUnresponsive(known, nowMillis);
    long next = known.nextExpiryMillis(images.newest(), timeoutMs);
    if (replication.preferredLeaderCheckMs() > 0) {
      if (nowMillis - preferredLeadersMillis >= replication.preferredLeaderCheckMs()) {
        preferredLeadersMillis = nowMillis;
        submit(new ElectWhereDue(ElectWhereDue.Kind.PREFERRED), nowMillis, (changed, why) -> {});
      }
      next = Math.min(next, preferredLeadersMillis + replication.preferredLeaderCheckMs());
    }
    if (nowMillis - leaderlessMillis >= replication.leaderlessCheckMs()) {
      leaderlessMillis = nowMillis;
      submit(new ElectWhereDue(ElectWhereDue.Kind.LEADERLESS), nowMillis, (changed, why) -> {});
    }
    next = Math.min(next, leaderlessMillis + replication.leaderlessCheckMs());
    return Math.min(next, nowMillis + tickMaxMs());
  }

  private long responseTimeoutMs() {
    return rules.replication().responseTimeoutMs();
  }

  private long tickMaxMs() {
    return responseTimeoutMs() > 0 && images.newest().brokers().size() > 1
        ? ASKING_TICK_MAX_MS
        : TICK_MAX_MS;
  }

  private void fenceUnresponsive(BrokerSessions known, long nowMillis) {
    if (responseTimeoutMs() <= 0) {
      return;
    }
    Broker gone = known.unresponsive(images.newest(), responseTimeoutMs());
    while (gone != null) {
      submit(new FenceBroker(gone.id(), gone.epoch()), nowMillis, (outcome, why) -> {});
      gone = known.unresponsive(images.newest(), responseTimeoutMs());
    }
  }

  /// Brokers that have been silent for a moment and are to be asked, with anything that their
  /// processes answer at once, whether they are there; see [#answered]. To be called with every
  /// [#tick], after it; one that is asked already need not be asked twice.
  ///
  /// @param nowMillis on the clock of [#submit]
  public List<Broker> toAsk(long nowMillis) {
    return active && failure == null && responseTimeoutMs() > 0
        ? sessions(nowMillis).toAsk(images.newest(), nodeId, nowMillis)
        : List.of();
  }

  /// A broker that was asked has answered.
  ///
  /// @param brokerEpoch under which it was asked
  public void answered(int brokerId, long brokerEpoch, long nowMillis) {
    if (active && sessions != null) {
      sessions.answered(brokerId, brokerEpoch, nowMillis);
    }
  }

  /// A broker had left unanswered what this node asked it before its controller became active, such
  /// as the broker of the controller that was active before; see [LeaderWatch].
  ///
  /// @param millis for how long
  public void silentBefore(int brokerId, long millis, long nowMillis) {
    if (active) {
      sessions(nowMillis).silentBefore(brokerId, millis);
    }
  }

  @Override
  public void committed(long offset) {
    images.committed(offset);
  }

  @Override
  public void rejected(IOException cause) {
    images.discardUncommitted(storageError(cause));
  }

  @Override
  public void failed(IOException cause) {
    failure = storageError(cause);
    images.discardUncommitted(failure);
    observer.failed(cause);
  }

  @Override
  public void leads(int leaderEpoch) {
    long known = images.newest().provenance().lastOffset();
    sessions = null;
    if (log().nextOffset() != known + 1) {
      throw new IllegalStateException(
          "this node is to lead the metadata log from "
              + log().nextOffset()
              + ", but it knows the records up to "
              + known);
    }
    active = true;
    leaderId = nodeId;
    observer.leaderChanged(leaderId, leaderEpoch, true);
  }

  @Override
  public void follows(int leaderId, int leaderEpoch) {
    this.leaderId = leaderId;
    active = false;
    images.discardUncommitted(notController());
    observer.leaderChanged(leaderId, leaderEpoch, false);
  }

  @Override
  public void replicated(
      List<MetadataRecord> records, long lastOffset, int leaderEpoch, long appendMillis) {
    checkStandby(lastOffset);
    MetadataImage before = images.newest();
    var reached = new Provenance(lastOffset, leaderEpoch, appendMillis);
    List<MetadataRecord> completed = transactions.completed(records);
    if (completed.isEmpty()) {
      images.skipTo(before.at(reached));
    } else {
      var delta = new MetadataDelta(before);
      completed.forEach(delta::replay);
      images.addCommitted(delta.changes(delta.apply(reached)));
    }
    MetadataLog log = log();
    if (!transactions.isOpen() && log.isSnapshotDue(appendMillis)) {
      log.snapshot(images.committed(), appendMillis);
    }
  }

  @Override
  public void restored(MetadataImage image) {
    checkStandby(image.provenance().lastOffset());
    transactions.clear();
    images.addCommitted(MetadataChanges.between(images.newest(), image));
  }

  private void checkStandby(long lastOffset) {
    long known = images.newest().provenance().lastOffset();
    if (active || lastOffset < known) {
      throw new IllegalStateException(
          "the metadata log hands over records up to "
              + lastOffset
              + (active ? " while this node leads" : ", but " + known + " is known already"));
    }
  }

  private Failure notController() {
    return new Failure(
        ErrorCode.NOT_CONTROLLER,
        leaderId == MetadataLog.NO_LEADER
            ? "No controller appears to be active."
            : "The active controller appears to be node " + leaderId + ".");
  }

  private static Failure storageError(IOException cause) {
    return new Failure(ErrorCode.KAFKA_STORAGE_ERROR, String.valueOf(cause.getMessage()));
  }
}
