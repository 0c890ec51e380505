package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.List;

/// The long work of one person, with their rights. Ends with their session. Any thread.
public final class Jobs implements AutoCloseable {

  private static final int KEPT = 50;
  private static final int RUNNING_MAX = 4;

  private final List<Job> jobs = new ArrayList<>();
  private int nextId = 1;

  /// Begins something.
  ///
  /// @param back path of the page that it was started from
  /// @throws ConsoleFailure when too much is under way
  public synchronized Job start(String title, String back, Job.Task task) {
    if (jobs.stream().filter(Jobs::running).count() >= RUNNING_MAX) {
      throw new ConsoleFailure(
          429, "Nothing was begun: " + RUNNING_MAX + " things are under way. Wait, or stop one.");
    }
    Job job = new Job(nextId++, title, back);
    jobs.add(job);
    if (jobs.size() > KEPT) {
      jobs.stream().filter(old -> !running(old)).findFirst().ifPresent(jobs::remove);
    }
    job.start(task);
    return job;
  }

  private static boolean running(Job job) {
    return job.state() == Job.State.RUNNING;
  }

  /// @throws ConsoleFailure when it is not there
  public synchronized Job find(long id) {
    return jobs.stream()
        .filter(job -> job.id() == id)
        .findFirst()
        .orElseThrow(() -> new ConsoleFailure(404, "There is no work with the number " + id + "."));
  }

  /// The newest first.
  public synchronized List<Job> all() {
    return List.copyOf(jobs).reversed();
  }

  @Override
  public synchronized void close() {
    jobs.forEach(Job::interrupt);
  }
}
