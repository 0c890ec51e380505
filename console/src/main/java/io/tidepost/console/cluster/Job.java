package io.tidepost.console.cluster;

import org.jspecify.annotations.Nullable;

/// Long work that somebody started: how far it is, and how it ended. Any thread.
public final class Job {

  /// What it is.
  public interface Task {

    /// Does it, looking at [Job#stopWanted] now and then.
    ///
    /// @return the last word: one sentence
    String run(Job job) throws InterruptedException;
  }

  /// How it stands.
  public enum State {
    RUNNING("under way"),
    DONE("done"),
    STOPPED("stopped"),
    FAILED("failed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }

  private final int id;
  private final String title;
  private final String back;
  private final long beganMillis = System.currentTimeMillis();
  private @Nullable Thread thread;
  private State state = State.RUNNING;
  private String sentence = "It begins.";
  private long done;
  private long total;
  private long endedMillis = -1;
  private boolean stopWanted;
  private boolean interruptible;

  Job(int id, String title, String back) {
    this.id = id;
    this.title = title;
    this.back = back;
  }

  void start(Task task) {
    Thread started = Thread.ofVirtual().name("console-job-" + id).unstarted(() -> run(task));
    synchronized (this) {
      thread = started;
    }
    started.start();
  }

  private void run(Task task) {
    try {
      String last = task.run(this);
      end(stopWanted() ? State.STOPPED : State.DONE, last);
    } catch (InterruptedException e) {
      end(State.STOPPED, "It was stopped.");
    } catch (ConsoleFailure e) {
      end(State.FAILED, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      end(State.FAILED, String.valueOf(ClusterClient.failure(e).getMessage()));
    }
  }

  private synchronized void end(State how, String last) {
    state = how;
    sentence = last;
    endedMillis = System.currentTimeMillis();
  }

  /// Where it is now.
  public synchronized void at(long sofar, long all, String words) {
    done = sofar;
    total = all;
    sentence = words;
  }

  /// Says where it is, leaving the numbers.
  public synchronized void say(String words) {
    sentence = words;
  }

  /// Whether somebody wants it to end.
  public synchronized boolean stopWanted() {
    return stopWanted;
  }

  /// From now on a stop interrupts its thread.
  public synchronized void interruptible() {
    interruptible = true;
  }

  /// Wants it to end soon.
  public synchronized void stop() {
    stopWanted = true;
    if (interruptible) {
      interrupt();
    }
  }

  /// Ends it at once, wherever it is.
  synchronized void interrupt() {
    stopWanted = true;
    if (thread != null && state == State.RUNNING) {
      thread.interrupt();
    }
  }

  public int id() {
    return id;
  }

  /// What it does, in words.
  public String title() {
    return title;
  }

  /// Path of the page that it was started from.
  public String back() {
    return back;
  }

  public synchronized State state() {
    return state;
  }

  /// Where it is, or how it ended.
  public synchronized String sentence() {
    return sentence;
  }

  public synchronized long done() {
    return done;
  }

  /// 0 when not known.
  public synchronized long total() {
    return total;
  }

  /// For how long it has run.
  public synchronized long millis() {
    return (endedMillis < 0 ? System.currentTimeMillis() : endedMillis) - beganMillis;
  }
}
