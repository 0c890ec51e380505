package io.tidepost.broker.contract;

import io.tidepost.base.Timers.Timer;
import io.tidepost.broker.Log;
import io.tidepost.broker.contract.GuardedBatch.Refusal;
import io.tidepost.broker.contract.RecordContracts.Copy;
import io.tidepost.broker.storage.Unpacking;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.BatchRewrite;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordHeader;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets batches into topics with a contract. What is known is decided at once, on the partition's
/// loop; what has to be found out first waits without holding the loop up, and what the same
/// producer sends behind it waits too.
///
/// Records of `quarantine` are copied before the rest of their batch is appended, so a batch that
/// is sent again may be copied again.
public final class ContractGate {

  private static final Log LOG = Log.of(ContractGate.class);

  /// How many records one answer names.
  private static final int REFUSALS_MAX = 100;

  /// How the names of the headers begin that a copied record gets.
  private static final String HEADERS = "tidepost.quarantine.";

  private final Supplier<RecordContracts> contracts;
  private final Predicate<String> underContract;
  private final Unpacking unpacking;

  /// Streams with a batch that waits, and what came behind it; each touched on its batches' loop.
  private final Map<Object, ArrayDeque<Waiting>> streams = new ConcurrentHashMap<>();

  /// @param underContract whether a topic has a contract itself
  /// @param unpacking where compressed batches are opened
  public ContractGate(
      Supplier<RecordContracts> contracts, Predicate<String> underContract, Unpacking unpacking) {
    this.contracts = contracts;
    this.underContract = underContract;
    this.unpacking = unpacking;
  }

  /// Decides about a batch, now or later. On its loop.
  public void admit(GuardedBatch batch) {
    ArrayDeque<Waiting> before = streams.get(batch.stream());
    if (before != null) {
      before.add(new Waiting(batch));
      return;
    }
    Waiting first = new Waiting(batch);
    first.decide(false);
    if (!first.done) {
      ArrayDeque<Waiting> behind = new ArrayDeque<>();
      behind.add(first);
      streams.put(batch.stream(), behind);
    }
  }

  private void goOn(Object stream) {
    ArrayDeque<Waiting> queue = streams.get(stream);
    while (queue != null) {
      Waiting first = queue.peekFirst();
      if (first == null) {
        streams.remove(stream);
        return;
      }
      if (!first.done && !first.asked) {
        first.decide(false);
      }
      if (!first.done) {
        return;
      }
      queue.removeFirst();
    }
  }

  /// One batch until it is decided. On its loop.
  private final class Waiting {
    private final GuardedBatch batch;
    private int questions;
    private boolean asked;
    private boolean done;

    Waiting(GuardedBatch batch) {
      this.batch = batch;
    }

    void decide(boolean learnt) {
      Contract contract = batch.contract();
      BatchJudge judge = new BatchJudge(contracts.get(), batch.topic(), contract, learnt);
      int faultsMax = contract.quarantine() == null ? REFUSALS_MAX : Integer.MAX_VALUE;
      if (isPacked() && !unpacking.here()) {
        decideElsewhere(judge, faultsMax);
        return;
      }
      int bytesMax = Math.min(batch.decompressedMax(), Unpacking.BATCH_BYTES_MAX);
      try {
        unpacking.spent(judge.judge(batch.batch(), bytesMax, faultsMax));
      } catch (DamagedBatchException e) {
        if (e.problem() == BatchProblem.DECOMPRESSED_SIZE) {
          unpacking.spent(bytesMax);
          decideElsewhere(judge, faultsMax);
        } else {
          refuse(e.problem().errorCode(), String.valueOf(e.getMessage()));
        }
        return;
      }
      judged(judge);
    }

    private boolean isPacked() {
      ByteBuffer bytes = batch.batch();
      return BatchHeader.codec(bytes, bytes.position()) != Compression.NONE.id();
    }

    private void decideElsewhere(BatchJudge judge, int faultsMax) {
      elsewhere(() -> {
        judge.judge(batch.batch(), batch.decompressedMax(), faultsMax);
        return () -> judged(judge);
      });
    }

    private void judged(BatchJudge judge) {
      Contract contract = batch.contract();
      if (!judge.unknown().isEmpty()) {
        ask(
            told -> contracts.get().learn(judge.unknown(), told),
            () -> decide(true),
            "the schema registry cannot be asked");
      } else if (judge.faults().isEmpty()) {
        append(batch.batch());
      } else if (contract.quarantine() == null) {
        reject(judge.faults());
      } else {
        quarantine(contract.quarantine(), judge.faults());
      }
    }

    private void append(ByteBuffer kept) {
      done = true;
      batch.append(kept);
    }

    private void refuse(ErrorCode error, String why) {
      done = true;
      batch.refuse(error, this + ": " + why, List.of());
    }

    private void reject(List<BatchJudge.Fault> faults) {
      done = true;
      BatchJudge.Fault first = faults.getFirst();
      String message =
          "%s: %s; record %d of the batch breaks the contract of the topic: %s"
              .formatted(
                  this,
                  faults.size() == 1 ? "one record is refused" : faults.size() + " are refused",
                  first.index(),
                  first.what());
      batch.refuse(
          ErrorCode.INVALID_RECORD,
          message,
          faults.stream().map(fault -> new Refusal(fault.index(), fault.what())).toList());
    }

    private void quarantine(String target, List<BatchJudge.Fault> faults) {
      if (target.equals(batch.topic()) || underContract.test(target)) {
        refuse(
            ErrorCode.INVALID_RECORD,
            "its quarantine topic %s has a contract itself; %s"
                .formatted(target, faults.getFirst().what()));
        return;
      }
      BitSet gone = new BitSet();
      faults.forEach(fault -> gone.set(fault.index()));
      elsewhere(() -> {
        List<Copy> copies = copies(faults);
        ByteBuffer all = batch.batch();
        ByteBuffer kept = BatchRewrite.without(all, all.position(), gone, batch.decompressedMax());
        return () ->
            ask(
                told -> contracts.get().copy(target, copies, told),
                () -> append(kept),
                "records cannot be copied to " + target);
      });
    }

    private List<Copy> copies(List<BatchJudge.Fault> faults) {
      List<Copy> copies = new ArrayList<>();
      ByteBuffer all = batch.batch();
      RecordIterator records =
          new RecordIterator().start(all, all.position(), batch.decompressedMax());
      int next = 0;
      for (int i = 0; next < faults.size() && records.next(); i++) {
        BatchJudge.Fault fault = faults.get(next);
        if (fault.index() == i) {
          List<RecordHeader> headers = new ArrayList<>();
          records.headers().forEach(h -> headers.add(new RecordHeader(h.name(), own(h.value()))));
          headers.add(header("topic", batch.topic()));
          headers.add(header("partition", String.valueOf(batch.partition())));
          headers.add(header("reason", fault.what()));
          headers.add(header("sender", batch.sender()));
          copies.add(
              new Copy(records.timestamp(), own(records.key()), own(records.value()), headers));
          next++;
        }
      }
      return copies;
    }

    /// The batch's memory is used for other things as soon as the producer is answered.
    private static @Nullable ByteBuffer own(@Nullable ByteBuffer part) {
      return part == null
          ? null
          : ByteBuffer.allocate(part.remaining()).put(part.duplicate()).flip();
    }

    private static RecordHeader header(String name, String text) {
      return new RecordHeader(
          HEADERS + name, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Works on the batch on the I/O pool.
    ///
    /// @param work says what is done with the outcome, on the loop
    private void elsewhere(Supplier<Runnable> work) {
      asked = true;
      int number = ++questions;
      unpacking.elsewhere(() -> {
        Runnable then = outcome(work);
        batch.loop().execute(() -> answered(number, then, "", null));
      });
    }

    private Runnable outcome(Supplier<Runnable> work) {
      try {
        return work.get();
      } catch (DamagedBatchException e) {
        return () -> refuse(e.problem().errorCode(), String.valueOf(e.getMessage()));
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("a batch for {} cannot be looked into", this, e);
        return () -> refuse(ErrorCode.UNKNOWN_SERVER_ERROR, "its batch cannot be looked into");
      }
    }

    /// Waits for an answer without holding the loop up.
    private void ask(
        Consumer<Consumer<@Nullable String>> question, Runnable then, String complaint) {
      asked = true;
      int number = ++questions;
      long left = Math.max(1, batch.millisLeft());
      Timer timer =
          batch
              .loop()
              .schedule(
                  left, () -> answered(number, then, complaint, "no answer in " + left + " ms"));
      question.accept(why ->
          batch
              .loop()
              .execute(() -> {
                timer.cancel();
                answered(number, then, complaint, why);
              }));
    }

    private void answered(int number, Runnable then, String complaint, @Nullable String why) {
      if (done || number != questions) {
        return;
      }
      if (why == null) {
        asked = false;
        then.run();
      } else {
        refuse(ErrorCode.REQUEST_TIMED_OUT, complaint + ": " + why);
      }
      goOn(batch.stream());
    }

    @Override
    public String toString() {
      return batch.topic() + "-" + batch.partition();
    }
  }
}
