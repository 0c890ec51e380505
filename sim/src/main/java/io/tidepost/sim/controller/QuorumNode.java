package io.tidepost.sim.controller;

import io.tidepost.base.Randomness;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.sim.world.SeededRandomness;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A voter of the modelled quorum with its controller: the log as this node sees it.
final class QuorumNode implements MetadataLog, Controller.Observer {

  final int id;
  private final ModelQuorum quorum;
  private final ControllerRules rules;
  private final SeededRandomness random;
  private Controller controller;

  /// Whether the process runs.
  boolean up = true;

  /// Whether it hears nothing of the others.
  boolean cutOff;

  /// Committed units that it knows.
  int known;

  /// The newest leader epoch that it has heard of.
  int heardEpoch = -1;

  private boolean leads;
  private int ownEpoch = -1;
  private long nextOffset;
  final List<Unit> pending = new ArrayList<>();
  private MetadataImage snapshot = MetadataImage.EMPTY;
  private final Queue<Runnable> unobserved = new ArrayDeque<>();
  private MetadataImage observed = MetadataImage.EMPTY;

  QuorumNode(int id, ModelQuorum quorum, ControllerRules rules, SeededRandomness random) {
    this.id = id;
    this.quorum = quorum;
    this.rules = rules;
    this.random = random;
    this.controller = begin(MetadataImage.EMPTY);
  }

  private Controller begin(MetadataImage image) {
    Randomness own = random.split();
    var fresh = new Controller(id, rules, own, this);
    fresh.open(this, image);
    observed = image;
    return fresh;
  }

  boolean leads() {
    return leads;
  }

  int ownEpoch() {
    return ownEpoch;
  }

  MetadataImage image() {
    return controller.committed();
  }

  <R> void submit(
      Command<R> command, long nowMillis, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    controller.submit(command, nowMillis, answer);
  }

  void tick(long nowMillis) {
    controller.tick(nowMillis);
  }

  List<Broker> toAsk(long nowMillis) {
    return controller.toAsk(nowMillis);
  }

  void answered(int brokerId, long brokerEpoch, long nowMillis) {
    controller.answered(brokerId, brokerEpoch, nowMillis);
  }

  void crash() {
    up = false;
    leads = false;
    ownEpoch = -1;
    heardEpoch = -1;
    pending.clear();
    unobserved.clear();
  }

  /// Starts anew from its own snapshot; the log behind it is handed over again.
  void restart() {
    up = true;
    known = quorum.unitsUpTo(snapshot.provenance().lastOffset());
    nextOffset = snapshot.provenance().lastOffset() + 1;
    controller = begin(History.throughSnapshot(snapshot));
  }

  void lead(int epoch) {
    leads = true;
    ownEpoch = epoch;
    heardEpoch = epoch;
    nextOffset = quorum.committedOffset() + 1;
    controller.leads(epoch);
  }

  void follow(int leaderId, int epoch) {
    leads = false;
    pending.clear();
    heardEpoch = epoch;
    controller.follows(leaderId, epoch);
  }

  /// The first appended unit is committed.
  void committed(Unit unit) {
    pending.remove(0);
    known++;
    controller.committed(unit.lastOffset());
  }

  void replicate(Unit unit) {
    known++;
    nextOffset = unit.lastOffset() + 1;
    controller.replicated(
        unit.records(), unit.lastOffset(), unit.leaderEpoch(), unit.appendMillis());
  }

  void install(MetadataImage image, int units) {
    known = units;
    nextOffset = image.provenance().lastOffset() + 1;
    snapshot = image;
    controller.restored(History.throughSnapshot(image));
  }

  /// Nothing that was appended and is not committed can be written.
  void reject() {
    pending.clear();
    nextOffset = quorum.unit(known - 1).lastOffset() + 1;
    controller.rejected(new IOException("full"));
  }

  boolean isObserving() {
    return !unobserved.isEmpty();
  }

  void observe() {
    Runnable next = unobserved.poll();
    if (next != null) {
      next.run();
    }
  }

  @Override
  public void changed(MetadataChanges changes, Runnable done) {
    if (changes.before() != observed && !changes.before().topics().equals(observed.topics())) {
      throw new ControllerFailure("node " + id + " observes a change of what it has not seen");
    }
    Runnable finish =
        () -> {
          observed = changes.after();
          done.run();
        };
    if (random.chance(70)) {
      finish.run();
    } else {
      unobserved.add(finish);
    }
  }

  @Override
  public void failed(IOException cause) {
    throw new ControllerFailure("node " + id + " failed: " + cause);
  }

  @Override
  public int leaderEpoch() {
    return ownEpoch;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public long append(List<MetadataRecord> records, long nowMillis) {
    if (!leads) {
      throw new ControllerFailure("node " + id + " appends and does not lead");
    }
    nextOffset += records.size();
    pending.add(new Unit(List.copyOf(records), nextOffset - 1, ownEpoch, nowMillis));
    return nextOffset - 1;
  }

  @Override
  public boolean isSnapshotDue(long nowMillis) {
    return random.chance(5);
  }

  @Override
  public void snapshot(MetadataImage image, long nowMillis) {
    if (quorum.unitsUpTo(image.provenance().lastOffset()) > known) {
      throw new ControllerFailure("node " + id + " writes a snapshot of what is not committed");
    }
    snapshot = image;
  }

  @Override
  public void close() {}
}
