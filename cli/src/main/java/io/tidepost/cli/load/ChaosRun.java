package io.tidepost.cli.load;

import io.tidepost.cli.Explain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The faults, one after the other on a thread of its own, while the load goes on; when the last
/// one is mended, the load ends.
final class ChaosRun implements Course {

  /// @param holdMillis how long a fault lasts
  /// @param pauseMillis peace before each fault and after the last
  record Times(int rounds, long holdMillis, long pauseMillis) {}

  /// What came of one fault.
  ///
  /// @param startMillis since the beginning of the run
  /// @param silence longest time without an acknowledgement, from the fault's beginning to the end
  ///   of its healing
  /// @param healMillis from its end until all replicas were in sync
  /// @param trouble why it could not be made, mended or healed; `null` when all went well
  record Happened(
      String fault,
      int round,
      long startMillis,
      Silences.Silence silence,
      long healMillis,
      @Nullable String trouble) {}

  private final ReplicaPlan plan;
  private final List<Fault> faults;
  private final Times times;
  private final long startNanos = System.nanoTime();
  private final Silences silences;
  private final List<Happened> happened = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("chaos").unstarted(this::run);
  private volatile boolean over;

  ChaosRun(ReplicaPlan plan, List<Fault> faults, Times times, int partitions) {
    this.plan = plan;
    this.faults = faults;
    this.times = times;
    this.silences = new Silences(partitions, startNanos);
  }

  void start() {
    thread.start();
  }

  /// Ends early when it has not ended; a fault under way is mended first.
  void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void acknowledged(int partition, long nanos) {
    silences.acknowledged(partition, nanos);
  }

  /// What happened so far.
  List<Happened> happened() {
    synchronized (happened) {
      return List.copyOf(happened);
    }
  }

  private void run() {
    try {
      int replicas = plan.replicas();
      for (int round = 1; round <= times.rounds(); round++) {
        for (Fault fault : faults) {
          Thread.sleep(times.pauseMillis());
          Happened one = happen(fault, round, replicas);
          synchronized (happened) {
            happened.add(one);
          }
        }
      }
      Thread.sleep(times.pauseMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      synchronized (happened) {
        long now = System.nanoTime();
        happened.add(new Happened("none", 1, 0, silences.longest(startNanos, now), 0, sentence(e)));
      }
    } finally {
      over = true;
    }
  }

  private Happened happen(Fault fault, int round, int replicas) throws InterruptedException {
    long began = System.nanoTime();
    String trouble = null;
    InterruptedException interrupted = null;
    try {
      fault.begin();
      Thread.sleep(times.holdMillis());
    } catch (InterruptedException e) {
      interrupted = e;
    } catch (Exception e) {
      trouble = "not made: " + sentence(e);
    }
    long ended = System.nanoTime();
    try {
      fault.end();
      plan.awaitInSync(replicas);
    } catch (InterruptedException e) {
      interrupted = e;
    } catch (Exception e) {
      trouble = trouble == null ? "not mended: " + sentence(e) : trouble;
    }
    if (interrupted != null) {
      throw interrupted;
    }
    long healed = System.nanoTime();
    return new Happened(
        fault.name(),
        round,
        (began - startNanos) / 1_000_000,
        silences.longest(began, healed),
        (healed - ended) / 1_000_000,
        trouble);
  }

  private static String sentence(Exception e) {
    return Explain.sentence(Explain.unwrap(e));
  }
}
