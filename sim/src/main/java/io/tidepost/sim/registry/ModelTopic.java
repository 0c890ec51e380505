package io.tidepost.sim.registry;

import io.tidepost.registry.store.RecordFormat;
import io.tidepost.sim.cluster.EventQueue;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The topic of the schemas with the coordinator of its transactions, as far as the registry can
/// tell: fencing (KIP-98), markers that come later than the answer to a commit, the last stable
/// offset, time-outs, compaction. Nothing that is acknowledged is lost here; that this holds in
/// truth is what the other simulations are about.
final class ModelTopic {

  /// What a writer is told.
  enum Answer {
    DONE,
    FENCED,
    /// The transaction before is not ended yet.
    BUSY
  }

  private enum State {
    EMPTY,
    ONGOING,
    COMMITTING,
    ABORTING
  }

  private enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  private static final class Entry {
    final String transactionalId;
    final int epoch;
    final RecordFormat.@Nullable Bytes bytes;
    Fate fate = Fate.OPEN;

    /// @param bytes `null` in a marker
    Entry(String transactionalId, int epoch, RecordFormat.@Nullable Bytes bytes) {
      this.transactionalId = transactionalId;
      this.epoch = epoch;
      this.bytes = bytes;
    }
  }

  private static final class Transactions {
    int epoch;
    State state = State.EMPTY;
    int number;
    int lastCommitted = -1;

    /// The newest epoch that the partition has seen.
    int partitionEpoch;

    int sequence;
  }

  private static final int TIMEOUT_MILLIS = 400;

  private final EventQueue events;
  private final SeededRandomness random;
  private final EnumSet<RegistryRule> off;
  private final Trace trace;
  private final Map<String, Transactions> transactions = new HashMap<>();

  /// By offset; `null` where compaction was.
  private final List<@Nullable Entry> log = new ArrayList<>();

  /// Before it, no transaction is open.
  private int stable;

  /// Everything that was ever committed, whatever compaction took.
  private final List<RecordFormat.Bytes> committed = new ArrayList<>();

  ModelTopic(EventQueue events, SeededRandomness random, EnumSet<RegistryRule> off, Trace trace) {
    this.events = events;
    this.random = random;
    this.off = off;
    this.trace = trace;
  }

  private boolean holds(RegistryRule rule) {
    return !off.contains(rule);
  }

  private Transactions of(String id) {
    return transactions.computeIfAbsent(id, i -> new Transactions());
  }

  // ---- coordinator

  /// A new epoch; -1 while something has to be ended first.
  int initialise(String id) {
    Transactions mine = of(id);
    if (mine.state == State.ONGOING) {
      mine.epoch++;
      end(id, mine, State.ABORTING);
    }
    if (mine.state != State.EMPTY && holds(RegistryRule.BEGINNING_WAITS)) {
      return -1;
    }
    mine.epoch++;
    return mine.epoch;
  }

  Answer begin(String id, int epoch) {
    Transactions mine = of(id);
    if (epoch != mine.epoch) {
      return Answer.FENCED;
    }
    if (mine.state == State.COMMITTING || mine.state == State.ABORTING) {
      return Answer.BUSY;
    }
    if (mine.state == State.EMPTY) {
      mine.state = State.ONGOING;
      int number = ++mine.number;
      events.after(
          TIMEOUT_MILLIS,
          () -> {
            if (mine.state == State.ONGOING && mine.number == number) {
              trace.add("transaction " + number + " of " + id + " takes too long");
              mine.epoch++;
              end(id, mine, State.ABORTING);
            }
          });
    }
    return Answer.DONE;
  }

  Answer commit(String id, int epoch) {
    Transactions mine = of(id);
    if (epoch != mine.epoch) {
      return Answer.FENCED;
    }
    if (mine.state == State.ONGOING) {
      mine.lastCommitted = epoch;
      end(id, mine, State.COMMITTING);
    }
    return Answer.DONE;
  }

  private void end(String id, Transactions mine, State state) {
    mine.state = state;
    int epoch = mine.epoch;
    events.after(random.between(1, 60), () -> mark(id, mine, epoch, state == State.COMMITTING));
  }

  private void mark(String id, Transactions mine, int epoch, boolean commit) {
    mine.partitionEpoch = Math.max(mine.partitionEpoch, epoch);
    mine.sequence = 0;
    for (Entry entry : log) {
      if (entry != null && entry.fate == Fate.OPEN && entry.transactionalId.equals(id)) {
        entry.fate = commit ? Fate.COMMITTED : Fate.ABORTED;
        if (commit && entry.bytes != null) {
          committed.add(entry.bytes);
        }
      }
    }
    Entry marker = new Entry(id, epoch, null);
    marker.fate = Fate.COMMITTED;
    log.add(marker);
    mine.state = State.EMPTY;
    trace.add((commit ? "committed " : "aborted ") + id + " epoch " + epoch);
  }

  // ---- partition

  /// @param sequence in the transaction, from 0 on; what is there already is not appended again
  Answer append(String id, int epoch, int sequence, RecordFormat.Bytes bytes) {
    Transactions mine = of(id);
    if (epoch < mine.partitionEpoch) {
      return Answer.FENCED;
    }
    if (epoch > mine.partitionEpoch) {
      mine.partitionEpoch = epoch;
      mine.sequence = 0;
    }
    if (sequence == mine.sequence) {
      mine.sequence++;
      log.add(new Entry(id, epoch, bytes));
    }
    return Answer.DONE;
  }

  long endOffset() {
    return log.size();
  }

  /// Readers come as far as the first transaction that is open.
  long lastStableOffset() {
    if (!holds(RegistryRule.COMMITTED_READS)) {
      return log.size();
    }
    while (stable < log.size()) {
      Entry entry = log.get(stable);
      if (entry != null && entry.fate == Fate.OPEN) {
        break;
      }
      stable++;
    }
    return stable;
  }

  /// The record at an offset below the last stable one, if readers are given it.
  RecordFormat.@Nullable Bytes read(long offset) {
    Entry entry = log.get((int) offset);
    boolean given =
        entry != null && (entry.fate == Fate.COMMITTED || !holds(RegistryRule.COMMITTED_READS));
    return given ? entry.bytes : null;
  }

  /// Everything that was ever committed, in its order.
  List<RecordFormat.Bytes> committed() {
    return committed;
  }

  // ---- compaction

  /// Keeps of each key the last record.
  ///
  /// @param readUpTo offset that all readers are past: before it, tombstones go as well
  void compact(long readUpTo) {
    Set<String> seen = new HashSet<>();
    for (int offset = (int) lastStableOffset() - 1; offset >= 0; offset--) {
      Entry entry = log.get(offset);
      if (entry == null) {
        continue;
      }
      RecordFormat.Bytes bytes = entry.bytes;
      boolean later =
          bytes != null
              && entry.fate == Fate.COMMITTED
              && !seen.add(new String(bytes.key(), StandardCharsets.UTF_8));
      boolean tombstone = bytes == null || bytes.value() == null;
      if (entry.fate == Fate.ABORTED || later || tombstone && offset < readUpTo) {
        log.set(offset, null);
      }
    }
    trace.add("compacted up to " + readUpTo);
  }
}
