package io.tidepost.cli.top;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost top`.
@Command(
    name = "top",
    description = {
      "Watch a cluster: its nodes, what comes into each topic, how far behind each group is. q ends"
          + " it. Rates are what changed between two looks; bytes are of the leaders' disks,"
          + " compressed as they are, and nothing while old segments are deleted."
    },
    footer = {
      "  tidepost top",
      "  tidepost top --interval 5s --profile prod",
      "  tidepost top --once -o json                two looks, one second apart"
    })
public final class TopCommand extends KafkaCommand {

  private static final long KEY_MILLIS = 50;

  @Option(
      names = "--interval",
      paramLabel = "SPAN",
      description = "How long between two looks, such as 500ms or 5s; default 2s, with --once 1s.")
  String interval = "";

  @Option(names = "--once", description = "Print one view and end.")
  boolean once;

  @Override
  protected int run(Admin admin) throws Exception {
    long millis = Times.span(interval.isEmpty() ? (once ? "1s" : "2s") : interval);
    if (once) {
      printOnce(admin, millis);
      return OK;
    }
    if (output.structured() || !Screen.there()) {
      throw new Failure("top needs a terminal; --once prints one view for programs");
    }
    Sample before = Sample.take(admin);
    try (Screen screen = Screen.open(terminal.out())) {
      watch(admin, screen, before, millis);
    }
    return OK;
  }

  private void printOnce(Admin admin, long millis) throws InterruptedException, ExecutionException {
    Sample before = Sample.take(admin);
    Thread.sleep(millis);
    var view = new View(before, Sample.take(admin));
    if (output.structured()) {
      output.tree(terminal.out(), view.tree());
    } else {
      view.lines(100, Integer.MAX_VALUE).forEach(terminal.out()::println);
    }
  }

  private void watch(Admin admin, Screen screen, Sample first, long millis) throws Exception {
    Sample before = first;
    List<String> lines = new View(first, first).lines(80, 24);
    String problem = "";
    while (true) {
      int[] size = screen.size();
      List<String> shown = new ArrayList<>(lines);
      shown.addFirst(problem.isEmpty() ? "q quits; every " + millis + " ms" : problem);
      screen.show(shown.subList(0, Math.min(shown.size(), size[0])));
      if (quits(screen, millis)) {
        return;
      }
      try {
        Sample now = Sample.take(admin);
        lines = new View(before, now).lines(size[1], size[0] - 1);
        before = now;
        problem = "";
      } catch (ExecutionException e) {
        problem = "no news: " + Explain.sentence(Explain.unwrap(e));
      }
    }
  }

  /// Waits until the next look is due, or somebody has pressed q.
  private static boolean quits(Screen screen, long millis) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      int key = screen.key();
      if (key == 'q' || key == 'Q') {
        return true;
      }
      if (key < 0) {
        Thread.sleep(KEY_MILLIS);
      }
    }
    return false;
  }
}
