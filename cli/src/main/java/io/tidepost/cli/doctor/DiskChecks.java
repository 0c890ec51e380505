package io.tidepost.cli.doctor;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Progress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;

/// How the brokers' log directories are, as the brokers tell (KIP-827).
final class DiskChecks {

  private static final long LOW_PERCENT = 5;

  private final Findings findings;

  DiskChecks(Findings findings) {
    this.findings = findings;
  }

  void run(Admin admin, Collection<Node> nodes) throws InterruptedException {
    List<Integer> ids = nodes.stream().map(Node::id).toList();
    var answers = admin.describeLogDirs(ids).descriptions();
    for (var answer : answers.entrySet()) {
      int id = answer.getKey();
      try {
        answer.getValue().get().forEach((directory, told) -> directory(id, directory, told));
      } catch (ExecutionException e) {
        findings.note(
            "broker %d does not tell about its disks: %s"
                .formatted(id, Explain.sentence(Explain.unwrap(e))),
            null);
      }
    }
  }

  private void directory(int broker, String directory, LogDirDescription told) {
    String whose = "log directory %s of broker %d".formatted(directory, broker);
    ApiException error = told.error();
    if (error != null) {
      findings.problem(
          "%s is offline: %s".formatted(whose, Explain.sentence(error)),
          "look into that broker's log, repair the disk, and start the broker again");
      return;
    }
    if (told.totalBytes().isEmpty() || told.usableBytes().isEmpty()) {
      return;
    }
    long usable = told.usableBytes().getAsLong();
    long total = told.totalBytes().getAsLong();
    String left = "%s left of %s".formatted(Progress.size(usable), Progress.size(total));
    if (usable < total / 100 * LOW_PERCENT) {
      findings.problem(
          "%s is nearly full: %s".formatted(whose, left),
          "shorten the retention of topics, move partitions away, or give it a larger disk");
    } else {
      findings.ok("%s: %s".formatted(whose, left));
    }
  }
}
